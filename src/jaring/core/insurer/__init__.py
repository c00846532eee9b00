"""What the insurer answers: active lists, reject lists and details of contributions, read by templates that are data.

One door: ``reading.read_answer(paths, kind, month, as_of=...) -> Answer``. The files are opened in child processes,
behind the same gate as village lists. What rejections, differences and their causes are called stands in ``words``.

Nothing is imported here: the children import this package and do with less.
"""

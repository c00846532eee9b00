"""Lists as spreadsheets: columns to choose, saved views, workbooks of what is shown, acts on several rows."""

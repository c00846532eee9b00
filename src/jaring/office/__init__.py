"""What is done about it: the Django project, one app per room of the office."""

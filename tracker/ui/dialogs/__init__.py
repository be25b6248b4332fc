"""Dialogs: values in, values out; they know nothing of the file."""

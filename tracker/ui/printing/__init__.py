"""Printing and PDF: a document of plain blocks, laid out onto pages and painted on a printer or into a file."""

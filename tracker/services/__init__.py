"""The write side: one function per user action, (session, input). Nothing here commits."""

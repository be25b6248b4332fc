"""The read side: (session, criteria) to frozen rows. Nothing here writes."""

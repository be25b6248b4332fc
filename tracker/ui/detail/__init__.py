"""One project in full, beside the list or in its place: its facts, milestones, money, reports, problems, history."""

"""The timeline: an axis of days, the lines of projects and milestones, and what paints them."""

"""专栏项目台账: the projects of the health plans' 专栏 boxes, their milestones and their money, in one file."""

__version__ = "0.1.0"

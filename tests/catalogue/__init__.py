"""The catalogue of the 专栏 boxes, held against the plans' own text."""

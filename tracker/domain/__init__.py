"""What the words mean and what is allowed: values and rules, standard library only."""

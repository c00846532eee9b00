"""Programme years, budgets, choice, decrees and enrolment."""

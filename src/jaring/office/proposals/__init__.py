"""Workers proposed one by one, also from where there is no signal; they become a delivery like any list."""

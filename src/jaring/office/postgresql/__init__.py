"""PostgreSQL for real: the wall between regencies, the roles, and what a server must promise before it is used."""

"""Where customers move between periods, what segments did later, and how an earlier model holds up."""

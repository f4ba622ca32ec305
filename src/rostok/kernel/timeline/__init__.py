"""The journal as a timeline: on the page of each object, and of a whole territory."""

"""A venue that is simple in its arithmetic and hostile in its manners."""

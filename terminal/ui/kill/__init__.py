"""The kill switch: always in the same corner, one press stops, a hold flattens too."""

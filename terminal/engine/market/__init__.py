"""What is known of each contract and each margin account, and how old it is."""

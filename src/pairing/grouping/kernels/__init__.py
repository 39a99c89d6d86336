"""What is compiled: loops over whole numbers, without objects; one file per job of the engine around them."""

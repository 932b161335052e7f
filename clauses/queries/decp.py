"""What would a DECP file create? Read and checked against what is known; nothing is written."""

"""The only place that reads and writes ciphertext: asked by services, and by pages where bidders read their own."""

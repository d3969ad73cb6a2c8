"""The generated client and repositories, as a service uses them."""

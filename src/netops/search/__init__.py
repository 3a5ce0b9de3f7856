"""Where an address, a MAC, a name or a text is: in the data, in configs, and in the tables of devices."""

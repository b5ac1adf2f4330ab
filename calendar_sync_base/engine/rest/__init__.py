"""What the clients of web services are made of: requests, batches, scripts of them, addresses."""

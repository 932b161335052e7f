"""The library: questions, each starting from what the actor may reach; they never write."""

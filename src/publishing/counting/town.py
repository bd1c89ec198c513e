"""A made-up town."""
def write_town(project, folder): raise NotImplementedError

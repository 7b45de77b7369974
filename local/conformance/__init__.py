"""The engine held against the results of the browser's form library, kept in a folder of cases."""

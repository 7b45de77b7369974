"""The engine held against the browser's form library on random surveys and random answers, without end."""

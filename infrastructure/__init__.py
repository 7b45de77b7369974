"""The district's AWS account as code: templates, the bundle, and the script that deploys them."""

import pytest
from chalice.app import Chalice

from infrastructure.application import application_template
from infrastructure.targets import local_target


def test_a_merge_that_speaks_of_a_function_the_application_lacks_is_refused():
    app = Chalice("parley")

    @app.route("/")
    def index():
        return {}

    with pytest.raises(ValueError, match=r"BackUpDaily, CheckBackups, .*CountResponses, .*SweepOutbox"):
        application_template(app, local_target())

from infrastructure.templates import of_type, read, written

YAML = """
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      Name: !Sub "${Stage}-x"
      Arn: !GetAtt Table.Arn
      Pair: !GetAtt [Table, StreamArn]
      Choice: !If [Kept, !Ref Key, {Inner: !Ref Other}]
  Queue: {Type: "AWS::SQS::Queue"}
"""


def template(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text(YAML)
    return read(path)


def test_short_forms_are_spelled_out(tmp_path):
    properties = template(tmp_path)["Resources"]["Table"]["Properties"]
    assert properties["Name"] == {"Fn::Sub": "${Stage}-x"}
    assert properties["Arn"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert properties["Pair"] == {"Fn::GetAtt": ["Table", "StreamArn"]}
    assert properties["Choice"] == {"Fn::If": ["Kept", {"Ref": "Key"}, {"Inner": {"Ref": "Other"}}]}


def test_resources_are_found_by_their_type(tmp_path):
    assert list(of_type(template(tmp_path), "AWS::SQS::Queue")) == ["Queue"]


def test_the_same_template_is_always_written_alike(tmp_path):
    made = template(tmp_path)
    assert written(made) == written(dict(reversed(made.items())))

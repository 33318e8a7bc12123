from llama_index.core import Document
from llama_index.core.ingestion import IngestionPipeline

from ingest.node_parser import StructureNodeParser


def test_a_llama_index_pipeline_cuts_by_structure() -> None:
    text = "# Leave\n\n## Parental\n\nIt is 16 weeks.\n\n## Sick\n\nCall by nine."
    pipeline = IngestionPipeline(transformations=[StructureNodeParser()])

    nodes = pipeline.run(documents=[Document(text=text, id_="d", metadata={"file_name": "leave.md"})])

    assert [(node.metadata["heading"], node.get_content()) for node in nodes] == [
        ("leave.md > Leave > Parental", "It is 16 weeks."),
        ("leave.md > Leave > Sick", "Call by nine."),
    ]
    assert {node.ref_doc_id for node in nodes} == {"d"}

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE documents (
	id VARCHAR NOT NULL, 
	source VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	format VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	bytes INTEGER NOT NULL, 
	chunks INTEGER NOT NULL, 
	ingested_at VARCHAR NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (id)
);
CREATE TABLE chunks (
	"key" INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	text VARCHAR NOT NULL, 
	heading VARCHAR NOT NULL, 
	words VARCHAR NOT NULL, 
	page INTEGER, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	CONSTRAINT pk_chunks PRIMARY KEY ("key"), 
	CONSTRAINT uq_chunks_id UNIQUE (id), 
	FOREIGN KEY(document_id) REFERENCES documents (id) ON DELETE CASCADE
);
CREATE TABLE trees (
	version INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	text VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	nodes INTEGER NOT NULL, 
	people INTEGER NOT NULL, 
	imported_at VARCHAR NOT NULL, 
	CONSTRAINT pk_trees PRIMARY KEY (version)
);
CREATE TABLE stamps (
	name VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_stamps PRIMARY KEY (name)
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0001');
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at") VALUES ('fd975b80cf091b3809d6', '/home/ada/documents', 'hr/leave.md', 'Leave', 'md', '4456ba5978c755e9ed0110c7f2d95c9ab8d8330f0af3c6511834c2f8ca6c51b4', 79, 2, '2026-11-23T21:01:32+00:00');
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at") VALUES ('1c7e491b55decd49b011', '/home/ada/documents', 'old.md', 'Old', 'md', '769960dc9d7610797926dbd245096ea57c57519e701040baea4e49715735987a', 36, 1, '2026-11-23T21:01:32+00:00');
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at") VALUES ('605fe410a0f0880eb59a', '/home/ada/documents', 'travel.md', 'Travel', 'md', 'c4664b605f6892c93d7a5814e23a0db658aba317318f1438810ca183c801cdbe', 55, 1, '2026-11-23T21:01:35+00:00');
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end") VALUES (1, '826a40624233219501923ec4', 'fd975b80cf091b3809d6', 0, 'Parental leave is 16 weeks.', '["Leave"]', 'Leave
Parental leave is 16 weeks.', NULL, 7, 34);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end") VALUES (2, 'c7c7cf92743d3517439091c7', 'fd975b80cf091b3809d6', 1, 'Tell your head of section.', '["Leave", "Sick leave"]', 'Leave > Sick leave
Tell your head of section.', NULL, 48, 74);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end") VALUES (3, '80e7d21d54980b7ca396e7f2', '1c7e491b55decd49b011', 0, 'The canteen closes at three.', '["Old"]', 'Old
The canteen closes at three.', NULL, 5, 33);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end") VALUES (4, '8b8db14c3a49a4e1c60e0fc1', '605fe410a0f0880eb59a', 0, 'A travel claim must be filed within 21 days.', '["Travel"]', 'Travel
A travel claim must be filed within 21 days.', NULL, 8, 52);
INSERT INTO "trees" ("version", "file", "text", "name", "nodes", "people", "imported_at") VALUES (1, 'org.yaml', 'version: 1
root:
  id: secretariat
  name: Secretariat
  kind: organisation
  children:
    - id: finance
      name: Finance Division
      kind: division
      people: [{name: Ada Lund, role: Head}]
', 'Secretariat', 2, 1, '2026-11-23T21:01:35+00:00');
INSERT INTO "stamps" ("name", "value") VALUES ('embedder', 'fake-64 (64)');
CREATE VIRTUAL TABLE chunk_words USING fts5(words, content='chunks', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO chunk_words(chunk_words) VALUES ('rebuild');
CREATE INDEX ix_documents_source ON documents (source);
CREATE INDEX ix_chunks_document_position ON chunks (document_id, position);
CREATE TRIGGER chunk_words_insert AFTER INSERT ON chunks BEGIN INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_delete AFTER DELETE ON chunks BEGIN INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words); END;

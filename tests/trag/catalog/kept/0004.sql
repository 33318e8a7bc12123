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
	ingested_at VARCHAR NOT NULL, place VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '1' NOT NULL, pages INTEGER DEFAULT '0' NOT NULL, parent_id VARCHAR DEFAULT '' NOT NULL, author VARCHAR DEFAULT '' NOT NULL, created VARCHAR DEFAULT '' NOT NULL, modified VARCHAR DEFAULT '' NOT NULL, language VARCHAR DEFAULT '' NOT NULL, is_incomplete BOOLEAN DEFAULT 0 NOT NULL, 
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
	"end" INTEGER NOT NULL, boxes VARCHAR DEFAULT '' NOT NULL, 
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
CREATE TABLE versions (
	document_id VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	bytes INTEGER NOT NULL, 
	chunks INTEGER NOT NULL, 
	ingested_at VARCHAR NOT NULL, 
	is_kept BOOLEAN NOT NULL, 
	CONSTRAINT pk_versions PRIMARY KEY (document_id, version)
);
CREATE TABLE jobs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind VARCHAR NOT NULL, 
	target VARCHAR NOT NULL, 
	options VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	finished_at VARCHAR NOT NULL, 
	done INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	failed INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	attempts INTEGER NOT NULL, 
	error VARCHAR NOT NULL
);
CREATE TABLE job_files (
	job_id INTEGER NOT NULL, 
	file VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	chunks INTEGER NOT NULL, 
	error VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, remark VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_job_files PRIMARY KEY (job_id, file), 
	FOREIGN KEY(job_id) REFERENCES jobs (id) ON DELETE CASCADE
);
CREATE TABLE receipts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	document_id VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	deleted_at VARCHAR NOT NULL, 
	chunk_ids VARCHAR NOT NULL, 
	originals VARCHAR NOT NULL, 
	counts VARCHAR NOT NULL, 
	dependents VARCHAR NOT NULL, 
	is_complete BOOLEAN NOT NULL
);
CREATE TABLE dependents (
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	document_id VARCHAR NOT NULL, 
	is_stale BOOLEAN NOT NULL, 
	CONSTRAINT pk_dependents PRIMARY KEY (kind, name, document_id)
);
CREATE TABLE conversations (
	id VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	updated_at VARCHAR NOT NULL, 
	CONSTRAINT pk_conversations PRIMARY KEY (id)
);
CREATE TABLE messages (
	id VARCHAR NOT NULL, 
	conversation_id VARCHAR NOT NULL, 
	position INTEGER NOT NULL, 
	question VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	error VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	FOREIGN KEY(conversation_id) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE TABLE feedback (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	message_id VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	corrected_answer VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT uq_feedback_message_id UNIQUE (message_id), 
	FOREIGN KEY(message_id) REFERENCES messages (id) ON DELETE CASCADE
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0004');
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at", "place", "version", "pages", "parent_id", "author", "created", "modified", "language", "is_incomplete") VALUES ('86ff88b1594972ec5559', '/home/ada/documents', 'hr/leave.md', 'Leave', 'md', '4456ba5978c755e9ed0110c7f2d95c9ab8d8330f0af3c6511834c2f8ca6c51b4', 79, 2, '2026-11-23T20:58:30+00:00', '86ff88b1594972ec5559', 1, 0, '', '', '', '', '', 0);
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at", "place", "version", "pages", "parent_id", "author", "created", "modified", "language", "is_incomplete") VALUES ('1c5308a7b2904e32928d', '/home/ada/documents', 'travel.md', 'Travel', 'md', 'c4664b605f6892c93d7a5814e23a0db658aba317318f1438810ca183c801cdbe', 55, 1, '2026-11-23T20:58:34+00:00', '1c5308a7b2904e32928d', 2, 0, '', '', '', '', '', 0);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes") VALUES (1, 'e65a67a06bf48fe74ce7e7c8', '86ff88b1594972ec5559', 0, 'Parental leave is 16 weeks.', '["Leave"]', 'Leave
Parental leave is 16 weeks.', NULL, 7, 34, '');
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes") VALUES (2, '646d9e92101b8987123bd53f', '86ff88b1594972ec5559', 1, 'Tell your head of section.', '["Leave", "Sick leave"]', 'Leave > Sick leave
Tell your head of section.', NULL, 48, 74, '');
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes") VALUES (4, '721b489601d3dcd4d9a65b63', '1c5308a7b2904e32928d', 0, 'A travel claim must be filed within 21 days.', '["Travel"]', 'Travel
A travel claim must be filed within 21 days.', NULL, 8, 52, '');
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
', 'Secretariat', 2, 1, '2026-11-23T20:58:34+00:00');
INSERT INTO "stamps" ("name", "value") VALUES ('embedder', 'fake-64 (64)');
INSERT INTO "stamps" ("name", "value") VALUES ('collection', 'chunks-fcba14b415f5');
INSERT INTO "stamps" ("name", "value") VALUES ('embedder_settings', '{"embedder": "fake", "embedder_model": ""}');
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('86ff88b1594972ec5559', 1, 'hr/leave.md', '4456ba5978c755e9ed0110c7f2d95c9ab8d8330f0af3c6511834c2f8ca6c51b4', 79, 2, '2026-11-23T20:58:30+00:00', 1);
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('1c5308a7b2904e32928d', 1, 'travel.md', '69b9ec1fc82c21344922737f1755ca4bff224959f5798d35d61667673d7a627f', 55, 1, '2026-11-23T20:58:30+00:00', 0);
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('1c5308a7b2904e32928d', 2, 'travel.md', 'c4664b605f6892c93d7a5814e23a0db658aba317318f1438810ca183c801cdbe', 55, 1, '2026-11-23T20:58:34+00:00', 1);
INSERT INTO "jobs" ("id", "kind", "target", "options", "state", "created_at", "finished_at", "done", "total", "failed", "seconds", "attempts", "error") VALUES (1, 'ingest', '/home/ada/documents', '{"path": "/home/ada/documents"}', 'done', '2026-11-23T20:58:21+00:00', '2026-11-23T20:58:31+00:00', 3, 3, 0, 9.16, 1, '');
INSERT INTO "jobs" ("id", "kind", "target", "options", "state", "created_at", "finished_at", "done", "total", "failed", "seconds", "attempts", "error") VALUES (2, 'ingest', '/home/ada/documents', '{"path": "/home/ada/documents"}', 'done', '2026-11-23T20:58:31+00:00', '2026-11-23T20:58:34+00:00', 3, 3, 0, 3.682, 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'hr/leave.md', 'new', 2, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'old.md', 'new', 1, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'travel.md', 'new', 1, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (2, 'travel.md', 'changed', 1, '', 1, '');
INSERT INTO "receipts" ("id", "document_id", "file", "deleted_at", "chunk_ids", "originals", "counts", "dependents", "is_complete") VALUES (1, '0b450c8adecb87fddc93', 'old.md', '2026-11-23T20:58:34+00:00', '["35150f75844f57a5eb383e18"]', '["769960dc9d7610797926dbd245096ea57c57519e701040baea4e49715735987a"]', '{"chunks": 1, "vectors": 1, "keyword_rows": 1, "page_images": 0, "versions": 1, "original": "769960dc9d7610797926dbd245096ea57c57519e701040baea4e49715735987a"}', '[]', 1);
INSERT INTO "dependents" ("kind", "name", "document_id", "is_stale") VALUES ('conversation', '7s80SziR1dHXzzDITzinEg', '86ff88b1594972ec5559', 0);
INSERT INTO "conversations" ("id", "owner", "number", "title", "created_at", "updated_at") VALUES ('7s80SziR1dHXzzDITzinEg', '', 1, 'About leave', '2026-11-23T20:58:34+00:00', '2026-11-23T20:58:34+00:00');
INSERT INTO "messages" ("id", "conversation_id", "position", "question", "state", "answer", "error", "created_at") VALUES ('7PqvB4VR1za4MilEpIPIEw', '7s80SziR1dHXzzDITzinEg', 1, 'How many weeks is parental leave?', 'answered', '{"id": "7PqvB4VR1za4MilEpIPIEw", "question": "How many weeks is parental leave?", "answer": "Parental leave is 16 weeks. [1]", "refused": false, "answered_by": "model", "entities": [], "citations": [{"number": 1, "file": "hr/leave.md", "page": null, "quote": "Parental leave is 16 weeks.", "heading": ["Leave"], "document_id": "86ff88b1594972ec5559", "chunk_id": "e65a67a06bf48fe74ce7e7c8"}], "candidates": [], "tokens": 60, "timings": {"understood": 12.9, "context": 38.3, "model_started": 39.4, "first_token": 40.6, "done": 40.6}}', '', '2026-11-23T20:58:34+00:00');
INSERT INTO "feedback" ("number", "message_id", "verdict", "reason", "corrected_answer", "created_at") VALUES (1, '7PqvB4VR1za4MilEpIPIEw', 'down', 'too short', 'It is 16 weeks.', '2026-11-23T20:58:35+00:00');
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('jobs', 2);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('receipts', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('feedback', 1);
CREATE VIRTUAL TABLE chunk_words USING fts5(words, content='chunks', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO chunk_words(chunk_words) VALUES ('rebuild');
CREATE INDEX ix_documents_source ON documents (source);
CREATE INDEX ix_chunks_document_position ON chunks (document_id, position);
CREATE TRIGGER chunk_words_insert AFTER INSERT ON chunks BEGIN INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_delete AFTER DELETE ON chunks BEGIN INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words); END;
CREATE UNIQUE INDEX ix_documents_place ON documents (place);
CREATE INDEX ix_documents_parent_id ON documents (parent_id);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE INDEX ix_versions_sha256 ON versions (sha256);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE INDEX ix_dependents_document_id ON dependents (document_id);
CREATE UNIQUE INDEX ix_conversations_owner_number ON conversations (owner, number);
CREATE UNIQUE INDEX ix_messages_conversation_position ON messages (conversation_id, position);

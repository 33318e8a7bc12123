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
	ingested_at VARCHAR NOT NULL, place VARCHAR DEFAULT '' NOT NULL, version INTEGER DEFAULT '1' NOT NULL, pages INTEGER DEFAULT '0' NOT NULL, parent_id VARCHAR DEFAULT '' NOT NULL, author VARCHAR DEFAULT '' NOT NULL, created VARCHAR DEFAULT '' NOT NULL, modified VARCHAR DEFAULT '' NOT NULL, language VARCHAR DEFAULT '' NOT NULL, is_incomplete BOOLEAN DEFAULT 0 NOT NULL, access_class INTEGER DEFAULT '0' NOT NULL, has_own_groups BOOLEAN DEFAULT 0 NOT NULL, 
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
	"end" INTEGER NOT NULL, boxes VARCHAR DEFAULT '' NOT NULL, access_class INTEGER DEFAULT '0' NOT NULL, 
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
CREATE TABLE access_classes (
	id INTEGER NOT NULL, 
	groups VARCHAR NOT NULL, 
	CONSTRAINT pk_access_classes PRIMARY KEY (id), 
	CONSTRAINT uq_access_classes_groups UNIQUE (groups)
);
CREATE TABLE folder_groups (
	folder VARCHAR NOT NULL, 
	groups VARCHAR NOT NULL, 
	CONSTRAINT pk_folder_groups PRIMARY KEY (folder)
);
CREATE TABLE users (
	name VARCHAR NOT NULL, 
	display_name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	password VARCHAR NOT NULL, 
	is_disabled BOOLEAN NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (name)
);
CREATE TABLE groups (
	name VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT pk_groups PRIMARY KEY (name)
);
CREATE TABLE group_members (
	"group" VARCHAR NOT NULL, 
	user VARCHAR NOT NULL, 
	CONSTRAINT pk_group_members PRIMARY KEY ("group", user), 
	FOREIGN KEY("group") REFERENCES groups (name), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
CREATE TABLE api_keys (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	user VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	prefix VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	groups VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	last_used_at VARCHAR NOT NULL, 
	CONSTRAINT uq_api_keys_sha256 UNIQUE (sha256), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	user VARCHAR, 
	caller VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	csrf VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	rotated_at VARCHAR NOT NULL, 
	confirmed_at VARCHAR NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT uq_sessions_sha256 UNIQUE (sha256), 
	FOREIGN KEY(user) REFERENCES users (name) ON DELETE CASCADE
);
INSERT INTO "alembic_version" ("version_num") VALUES ('0006');
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at", "place", "version", "pages", "parent_id", "author", "created", "modified", "language", "is_incomplete", "access_class", "has_own_groups") VALUES ('f0352ca5013ff8913f1d', '/home/ada/documents', 'hr/leave.md', 'Leave', 'md', '4456ba5978c755e9ed0110c7f2d95c9ab8d8330f0af3c6511834c2f8ca6c51b4', 79, 2, '2026-11-23T20:57:57+00:00', 'f0352ca5013ff8913f1d', 1, 0, '', '', '', '', '', 0, 1, 1);
INSERT INTO "documents" ("id", "source", "file", "title", "format", "sha256", "bytes", "chunks", "ingested_at", "place", "version", "pages", "parent_id", "author", "created", "modified", "language", "is_incomplete", "access_class", "has_own_groups") VALUES ('898c43605f39c946fd91', '/home/ada/documents', 'travel.md', 'Travel', 'md', 'c4664b605f6892c93d7a5814e23a0db658aba317318f1438810ca183c801cdbe', 55, 1, '2026-11-23T20:57:57+00:00', '898c43605f39c946fd91', 2, 0, '', '', '', '', '', 0, 0, 0);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes", "access_class") VALUES (1, '748cfa54ef3d4d73d714311b', 'f0352ca5013ff8913f1d', 0, 'Parental leave is 16 weeks.', '["Leave"]', 'Leave
Parental leave is 16 weeks.', NULL, 7, 34, '', 1);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes", "access_class") VALUES (2, '6ff2d37a83ebb414ac4e7a5d', 'f0352ca5013ff8913f1d', 1, 'Tell your head of section.', '["Leave", "Sick leave"]', 'Leave > Sick leave
Tell your head of section.', NULL, 48, 74, '', 1);
INSERT INTO "chunks" ("key", "id", "document_id", "position", "text", "heading", "words", "page", "start", "end", "boxes", "access_class") VALUES (4, 'e74b2391198209b8efed0183', '898c43605f39c946fd91', 0, 'A travel claim must be filed within 21 days.', '["Travel"]', 'Travel
A travel claim must be filed within 21 days.', NULL, 8, 52, '', 0);
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
', 'Secretariat', 2, 1, '2026-11-23T20:57:58+00:00');
INSERT INTO "stamps" ("name", "value") VALUES ('embedder', 'fake-64 (64)');
INSERT INTO "stamps" ("name", "value") VALUES ('collection', 'chunks-fcba14b415f5');
INSERT INTO "stamps" ("name", "value") VALUES ('embedder_settings', '{"embedder": "fake", "embedder_model": ""}');
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('f0352ca5013ff8913f1d', 1, 'hr/leave.md', '4456ba5978c755e9ed0110c7f2d95c9ab8d8330f0af3c6511834c2f8ca6c51b4', 79, 2, '2026-11-23T20:57:57+00:00', 1);
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('898c43605f39c946fd91', 1, 'travel.md', '69b9ec1fc82c21344922737f1755ca4bff224959f5798d35d61667673d7a627f', 55, 1, '2026-11-23T20:57:57+00:00', 0);
INSERT INTO "versions" ("document_id", "version", "file", "sha256", "bytes", "chunks", "ingested_at", "is_kept") VALUES ('898c43605f39c946fd91', 2, 'travel.md', 'c4664b605f6892c93d7a5814e23a0db658aba317318f1438810ca183c801cdbe', 55, 1, '2026-11-23T20:57:57+00:00', 1);
INSERT INTO "jobs" ("id", "kind", "target", "options", "state", "created_at", "finished_at", "done", "total", "failed", "seconds", "attempts", "error") VALUES (1, 'ingest', '/home/ada/documents', '{"path": "/home/ada/documents"}', 'done', '2026-11-23T20:57:46+00:00', '2026-11-23T20:57:57+00:00', 3, 3, 0, 10.992, 1, '');
INSERT INTO "jobs" ("id", "kind", "target", "options", "state", "created_at", "finished_at", "done", "total", "failed", "seconds", "attempts", "error") VALUES (2, 'ingest', '/home/ada/documents', '{"path": "/home/ada/documents"}', 'done', '2026-11-23T20:57:57+00:00', '2026-11-23T20:57:58+00:00', 3, 3, 0, 0.272, 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'hr/leave.md', 'new', 2, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'old.md', 'new', 1, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (1, 'travel.md', 'new', 1, '', 1, '');
INSERT INTO "job_files" ("job_id", "file", "status", "chunks", "error", "attempts", "remark") VALUES (2, 'travel.md', 'changed', 1, '', 1, '');
INSERT INTO "receipts" ("id", "document_id", "file", "deleted_at", "chunk_ids", "originals", "counts", "dependents", "is_complete") VALUES (1, '79f74b3f1235279e7231', 'old.md', '2026-11-23T20:57:58+00:00', '["46cf00b58b3df2d2514b6036"]', '["769960dc9d7610797926dbd245096ea57c57519e701040baea4e49715735987a"]', '{"chunks": 1, "vectors": 1, "keyword_rows": 1, "page_images": 0, "versions": 1, "original": "769960dc9d7610797926dbd245096ea57c57519e701040baea4e49715735987a"}', '[]', 1);
INSERT INTO "dependents" ("kind", "name", "document_id", "is_stale") VALUES ('conversation', 'q_ciigec_LSpukFsT2SkhQ', 'f0352ca5013ff8913f1d', 0);
INSERT INTO "conversations" ("id", "owner", "number", "title", "created_at", "updated_at") VALUES ('q_ciigec_LSpukFsT2SkhQ', '', 1, 'About leave', '2026-11-23T20:57:58+00:00', '2026-11-23T20:57:58+00:00');
INSERT INTO "messages" ("id", "conversation_id", "position", "question", "state", "answer", "error", "created_at") VALUES ('d6z92Nstt2Hu__nzVmqH0A', 'q_ciigec_LSpukFsT2SkhQ', 1, 'How many weeks is parental leave?', 'answered', '{"id": "d6z92Nstt2Hu__nzVmqH0A", "question": "How many weeks is parental leave?", "answer": "Parental leave is 16 weeks. [1]", "refused": false, "answered_by": "model", "entities": [], "citations": [{"number": 1, "file": "hr/leave.md", "page": null, "quote": "Parental leave is 16 weeks.", "heading": ["Leave"], "document_id": "f0352ca5013ff8913f1d", "chunk_id": "748cfa54ef3d4d73d714311b"}], "candidates": [], "tokens": 60, "timings": {"understood": 10.2, "context": 35.6, "model_started": 36.6, "first_token": 38.4, "done": 38.4}}', '', '2026-11-23T20:57:58+00:00');
INSERT INTO "feedback" ("number", "message_id", "verdict", "reason", "corrected_answer", "created_at") VALUES (1, 'd6z92Nstt2Hu__nzVmqH0A', 'down', 'too short', 'It is 16 weeks.', '2026-11-23T20:57:58+00:00');
INSERT INTO "access_classes" ("id", "groups") VALUES (0, '[]');
INSERT INTO "access_classes" ("id", "groups") VALUES (1, '["hr"]');
INSERT INTO "users" ("name", "display_name", "role", "password", "is_disabled", "created_at") VALUES ('ada', '', 'admin', '$argon2id$v=19$m=65536,t=3,p=4$NmTYXj8vTAxkL3r61P0S/Q$rWEJ/ce47JYghpXDMP8OdTFyEjSUDbwYd9ciuBjDknM', 0, '2026-11-23T20:57:58+00:00');
INSERT INTO "api_keys" ("id", "user", "label", "prefix", "sha256", "role", "groups", "created_at", "expires_at", "last_used_at") VALUES (1, 'ada', 'script', 'trag_5CHq3C', '64bac01dd368c6a696b05a51055a938c494d8261a565822dde3743aef08748d4', 'reader', '', '2026-11-23T20:57:58+00:00', '2027-02-21T20:57:58+00:00', '');
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('jobs', 2);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('receipts', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('feedback', 1);
INSERT INTO "sqlite_sequence" ("name", "seq") VALUES ('api_keys', 1);
CREATE VIEW chunk_words_of_0 AS SELECT key, words FROM chunks WHERE access_class = 0;
CREATE VIEW chunk_words_of_1 AS SELECT key, words FROM chunks WHERE access_class = 1;
CREATE VIRTUAL TABLE chunk_words USING fts5(words, content='chunk_words_of_0', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO chunk_words(chunk_words) VALUES ('rebuild');
CREATE VIRTUAL TABLE chunk_words_1 USING fts5(words, content='chunk_words_of_1', content_rowid='key', tokenize='porter unicode61 remove_diacritics 2');
INSERT INTO chunk_words_1(chunk_words_1) VALUES ('rebuild');
CREATE INDEX ix_documents_source ON documents (source);
CREATE INDEX ix_chunks_document_position ON chunks (document_id, position);
CREATE UNIQUE INDEX ix_documents_place ON documents (place);
CREATE INDEX ix_documents_parent_id ON documents (parent_id);
CREATE INDEX ix_documents_sha256 ON documents (sha256);
CREATE INDEX ix_versions_sha256 ON versions (sha256);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE INDEX ix_dependents_document_id ON dependents (document_id);
CREATE UNIQUE INDEX ix_conversations_owner_number ON conversations (owner, number);
CREATE UNIQUE INDEX ix_messages_conversation_position ON messages (conversation_id, position);
CREATE INDEX ix_documents_access_class ON documents (access_class);
CREATE TRIGGER chunk_words_insert AFTER INSERT ON chunks WHEN new.access_class = 0 BEGIN INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_delete AFTER DELETE ON chunks WHEN old.access_class = 0 BEGIN INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words); END;
CREATE TRIGGER chunk_words_arrive AFTER UPDATE OF access_class ON chunks WHEN new.access_class = 0 AND old.access_class != 0 BEGIN INSERT INTO chunk_words(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_leave AFTER UPDATE OF access_class ON chunks WHEN old.access_class = 0 AND new.access_class != 0 BEGIN INSERT INTO chunk_words(chunk_words, rowid, words) VALUES ('delete', old.key, old.words); END;
CREATE TRIGGER documents_access_class AFTER UPDATE OF access_class ON documents BEGIN UPDATE chunks SET access_class = new.access_class WHERE document_id = new.id AND access_class != new.access_class; END;
CREATE INDEX ix_api_keys_user ON api_keys (user);
CREATE INDEX ix_sessions_user ON sessions (user);
CREATE INDEX ix_sessions_previous ON sessions (previous);
CREATE TRIGGER chunk_words_1_insert AFTER INSERT ON chunks WHEN new.access_class = 1 BEGIN INSERT INTO chunk_words_1(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_1_delete AFTER DELETE ON chunks WHEN old.access_class = 1 BEGIN INSERT INTO chunk_words_1(chunk_words_1, rowid, words) VALUES ('delete', old.key, old.words); END;
CREATE TRIGGER chunk_words_1_arrive AFTER UPDATE OF access_class ON chunks WHEN new.access_class = 1 AND NOT old.access_class = 1 BEGIN INSERT INTO chunk_words_1(rowid, words) VALUES (new.key, new.words); END;
CREATE TRIGGER chunk_words_1_leave AFTER UPDATE OF access_class ON chunks WHEN old.access_class = 1 AND NOT new.access_class = 1 BEGIN INSERT INTO chunk_words_1(chunk_words_1, rowid, words) VALUES ('delete', old.key, old.words); END;

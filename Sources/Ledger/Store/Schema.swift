internal import GRDB

/// The tables, as a history: a step that was released is never edited, the next one is added below it.
enum Schema {
  /// What the last step has made of the tables, as far as Cinch reads it.
  static let columns = [
    "run": [
      "id", "verb", "unit", "key", "options", "systemd", "kernel", "libc", "package", "binary", "unitFingerprint",
      "seed", "status", "started", "ended", "profile",
    ],
    "trial": [
      "run", "number", "purpose", "sandbox", "outcome", "phase", "detail", "microseconds", "started",
    ],
  ]

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            verb TEXT NOT NULL,
            unit TEXT NOT NULL,
            key TEXT NOT NULL,
            options TEXT NOT NULL,
            systemd TEXT NOT NULL,
            kernel TEXT NOT NULL,
            libc TEXT NOT NULL,
            package TEXT,
            binary TEXT,
            unitFingerprint TEXT NOT NULL,
            seed INTEGER NOT NULL,
            status TEXT NOT NULL,
            started INTEGER NOT NULL,
            ended INTEGER,
            profile TEXT
          ) STRICT;
          CREATE INDEX runByQuestion ON run (unit, verb, key);
          CREATE TABLE trial (
            run INTEGER NOT NULL REFERENCES run (id),
            number INTEGER NOT NULL,
            purpose TEXT NOT NULL,
            sandbox TEXT NOT NULL,
            outcome TEXT NOT NULL,
            phase TEXT,
            detail TEXT,
            microseconds INTEGER NOT NULL,
            started INTEGER NOT NULL,
            PRIMARY KEY (run, number)
          ) STRICT, WITHOUT ROWID;
          """)
    }
    return migrator
  }
}

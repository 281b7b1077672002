//! What the schema itself promises.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Output types with their fields and what these lead to.
async fn types() -> BTreeMap<String, Vec<(String, String)>> {
    let query = "{ __schema { types { kind name fields(includeDeprecated: true) { name
        type { name ofType { name ofType { name ofType { name } } } } } possibleTypes { name } } } }";
    let schema = gateway::schema(gateway::http::Limits::default())
        .execute(query)
        .await;
    let schema = schema.into_result().unwrap().data.into_json().unwrap();
    let mut types = BTreeMap::new();
    for kind in schema["__schema"]["types"].as_array().unwrap() {
        let fields = kind["fields"].as_array().into_iter().flatten();
        let mut leads: Vec<_> = fields
            .map(|field| {
                let mut to = &field["type"];
                while to["name"].is_null() {
                    to = &to["ofType"];
                }
                (text(&field["name"]), text(&to["name"]))
            })
            .collect();
        let possible = kind["possibleTypes"].as_array().into_iter().flatten();
        leads.extend(possible.map(|one| (String::new(), text(&one["name"]))));
        types.insert(text(&kind["name"]), leads);
    }
    types
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Nothing that a taker reads says which answer is right: neither a field of the taker's types nor a way from them.
#[tokio::test]
async fn what_takers_read_contains_no_answer() {
    let types = types().await;
    for kind in ["Quiz", "QuizQuestion", "QuizOption"] {
        for (field, _) in types.get(kind).into_iter().flatten() {
            let field = field.to_lowercase();
            for word in ["correct", "right", "explanation", "key", "solution", "draft"] {
                assert!(!field.contains(word), "{kind}.{field}");
            }
        }
    }
    let says_it: BTreeSet<_> = types
        .iter()
        .flat_map(|(kind, fields)| fields.iter().map(move |(field, _)| (kind, field)))
        .filter(|(_, field)| *field == "isCorrect")
        .map(|(kind, _)| kind.as_str())
        .collect();
    assert_eq!(says_it, BTreeSet::from(["OptionDraft"]));

    // Without what authors alone have, no query reaches the authors' types.
    let mut reached = BTreeSet::new();
    let mut open = vec!["Query".to_owned()];
    while let Some(kind) = open.pop() {
        if kind == "CourseAuthoring" || !reached.insert(kind.clone()) {
            continue;
        }
        open.extend(types[&kind].iter().map(|(_, to)| to.clone()));
    }
    assert!(reached.contains("Quiz") && reached.contains("Lesson"));
    for kind in ["QuizDraft", "QuestionDraft", "OptionDraft"] {
        assert!(types.contains_key(kind) && !reached.contains(kind), "{kind}");
    }
}

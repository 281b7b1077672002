//! What a request costs is told with its answer.

use serde_json::{Value, json};
use testkit::{Staff, TestApp};

#[tokio::test]
async fn an_answer_tells_its_cost_and_a_refusal_what_was_asked_for() {
    let app = TestApp::new().await;
    let staff = Staff::found(&app, "alpha").await;
    let members = "query($n: Int!) { organization(slug: \"alpha\") { members(first: $n) { nodes { id } } } }";
    let mut costs = Vec::new();
    for first in [1, 10, 100] {
        let answer = staff.owner.gql(members, json!({ "n": first })).await;
        answer.data();
        let cost = &answer.body["extensions"]["cost"];
        assert_eq!(cost["limit"], 20_000);
        costs.push(cost["requested"].as_u64().unwrap());
    }
    assert!(costs.is_sorted_by(|less, more| less * 5 < *more), "{costs:?}");

    let pages = (0..40).map(|number| {
        format!("a{number}: members(first: 100) {{ nodes {{ events(first: 100) {{ nodes {{ id }} }} }} }} ")
    });
    let much = format!(
        "{{ organization(slug: \"alpha\") {{ {} }} }}",
        pages.collect::<String>()
    );
    let refused = staff.owner.gql(&much, Value::Null).await;
    assert_eq!(refused.error_code(), "LIMIT_EXCEEDED");
    let told = &refused.body["errors"][0]["extensions"];
    assert_eq!(
        (&told["limit"], &told["max"]),
        (&json!("complexity"), &json!(20_000))
    );
    assert!(told["requested"].as_u64().unwrap() > 20_000, "{told}");
}

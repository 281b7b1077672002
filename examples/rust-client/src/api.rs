//! The operations with their generated types, and the one request that all of them are.

use graphql_client::{GraphQLQuery, Response};
use std::error::Error;

// What the schema's own scalars are here.
type CurrencyCode = String;
type Decimal = String;

macro_rules! operations {
    ($($name:ident)*) => {$(
        #[derive(GraphQLQuery)]
        #[graphql(schema_path = "../../schema.graphql", query_path = "src/shop.graphql", response_derives = "Debug")]
        pub struct $name;
    )*};
}

operations! { SignIn Courses OnSale Quote PlaceOrder }

/// A server, and who is asking.
pub struct Api {
    endpoint: String,
    pub token: Option<String>,
}

impl Api {
    pub fn new(server: &str) -> Self {
        Self { endpoint: format!("{server}/graphql"), token: None }
    }

    /// Sends an operation; an error of any field is an error of the whole.
    pub fn ask<Q: GraphQLQuery>(&self, variables: Q::Variables) -> Result<Q::ResponseData, Box<dyn Error>> {
        let mut request = ureq::post(&self.endpoint);
        if let Some(token) = &self.token {
            request = request.header("Authorization", &format!("Bearer {token}"));
        }
        let mut answer = request.send_json(Q::build_query(variables))?;
        let answer: Response<Q::ResponseData> = answer.body_mut().read_json()?;
        match (answer.data, answer.errors) {
            (Some(data), None) => Ok(data),
            (_, errors) => Err(format!("the server answered {errors:?}").into()),
        }
    }
}

//! The addresses that mails lead to. The pages behind them belong to a frontend, which gives the token back to the API.

use kernel::Secret;
use url::Url;

/// Where a token is used.
pub(super) fn with_token(base: &Url, path: &[&str], token: &Secret) -> String {
    let mut url = page(base, path);
    url.query_pairs_mut().append_pair("token", token.reveal());
    url.into()
}

/// A page without a token.
pub(super) fn plain(base: &Url, path: &[&str]) -> String {
    page(base, path).into()
}

fn page(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lie_below_the_base() {
        let token = Secret::presented("vmt_a-b_c");
        for (base, expected) in [
            (
                "https://learn.example.com",
                "https://learn.example.com/verify-email?token=vmt_a-b_c",
            ),
            (
                "https://example.com/app/?x=1#y",
                "https://example.com/app/verify-email?token=vmt_a-b_c",
            ),
        ] {
            let base = Url::parse(base).unwrap();
            assert_eq!(with_token(&base, &["verify-email"], &token), expected);
        }
        let base = Url::parse("https://example.com").unwrap();
        assert_eq!(plain(&base, &["a", "b/c"]), "https://example.com/a/b%2Fc");
    }
}

//! Reads a document as a stream of tokens, before the parser does.
//!
//! The parser calls itself for every bracket and keeps a pair for every token, so both are counted first, in one pass that allocates
//! nothing. What the scan takes for a string or a comment must be one for the parser too; otherwise brackets could hide.

use async_graphql::{ServerError, ServerResult};

use super::{Limits, errors};

/// Refuses documents that are too long, have too many tokens or are nested too deep.
pub(super) fn check(document: &str, limits: &Limits) -> ServerResult<()> {
    if document.len() > limits.max_document_bytes {
        return Err(errors::limit_exceeded(
            "documentBytes",
            limits.max_document_bytes,
            "bytes in its document",
        ));
    }
    let mut rest = document.as_bytes();
    let mut tokens = 0_usize;
    let mut open = 0_usize;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                rest = tail;
                continue;
            }
            b'#' => {
                rest = skip_while(tail, |byte| !is_line_end(byte));
                continue;
            }
            b'"' => after_string(rest)?,
            _ if is_name(byte) => skip_while(tail, is_name),
            b'{' | b'[' | b'(' => {
                open += 1;
                tail
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                tail
            }
            _ => rest.strip_prefix(b"...").unwrap_or(tail),
        };
        tokens += 1;
        if tokens > limits.max_tokens {
            return Err(errors::limit_exceeded(
                "tokens",
                limits.max_tokens,
                "tokens in its document",
            ));
        }
        if open > limits.max_brackets {
            return Err(errors::limit_exceeded(
                "brackets",
                limits.max_brackets,
                "brackets inside each other",
            ));
        }
    }
    Ok(())
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn skip_while(bytes: &[u8], skipped: impl Fn(u8) -> bool) -> &[u8] {
    let end = bytes.iter().position(|byte| !skipped(*byte));
    end.and_then(|end| bytes.get(end..)).unwrap_or_default()
}

/// What follows the string that begins here. A block string without an end is refused at once: the parser would take its first
/// two quotes for an empty string and read on in what looks like text from here.
fn after_string(bytes: &[u8]) -> ServerResult<&[u8]> {
    if let Some(block) = bytes.strip_prefix(b"\"\"\"") {
        return after_block(block).ok_or_else(unterminated);
    }
    let mut rest = bytes.get(1..).unwrap_or_default();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = match byte {
            b'"' => return Ok(tail),
            b'\\' => tail.get(1..).unwrap_or_default(),
            _ if is_line_end(byte) => return Ok(rest),
            _ => tail,
        };
    }
    Ok(rest)
}

fn after_block(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        if let Some(tail) = rest.strip_prefix(b"\"\"\"") {
            return Some(tail);
        }
        rest = match rest.strip_prefix(b"\\\"\"\"") {
            Some(tail) => tail,
            None => rest.get(1..)?,
        };
    }
}

fn unterminated() -> ServerError {
    errors::coded("a block string has no end", errors::PARSE_FAILED)
}

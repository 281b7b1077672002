//! The role × action matrix in a form that people review.

use crate::{
    access_role_permissions,
    actions::{CREATIONS, OWNED_ACTIONS},
    work_role_permissions,
};
use entities::{employee::WorkRole, member::AccessRole, permission_grant::Permission};
use std::fmt::Write;

/// A table of every action against every role: `all` where the role's permissions cover it, `own` where they cover what is
/// the holder's own, `self` where people may do
/// it to what is about themselves, `-` where neither.
pub fn permission_matrix() -> String {
    let mut out = format!("{:<28} {:<22}", "action", "permission");
    for role in AccessRole::ALL {
        let _infallible = write!(out, " {:<12}", role.name());
    }
    for role in WorkRole::ALL {
        let _infallible = write!(out, " {:<12}", format!("w:{}", role.name()));
    }
    end_line(&mut out);
    for (name, permission, weaker, oneself) in OWNED_ACTIONS.iter().copied().flatten() {
        line(&mut out, name, *permission, *weaker, *oneself);
    }
    for (name, permission) in CREATIONS.iter().copied().flatten() {
        line(&mut out, name, Some(*permission), None, false);
    }
    out
}

fn line(
    out: &mut String,
    name: &str,
    permission: Option<Permission>,
    weaker: Option<Permission>,
    oneself: bool,
) {
    let _infallible = write!(out, "{name:<28} {:<22}", permission.map_or("-", Permission::name));
    let access = AccessRole::ALL.iter().map(|role| access_role_permissions(*role));
    let work = WorkRole::ALL.iter().map(|role| work_role_permissions(*role));
    for set in access.chain(work) {
        let cell = if permission.is_some_and(|p| set.has(p)) {
            "all"
        } else if weaker.is_some_and(|p| set.has(p)) {
            "own"
        } else if oneself {
            "self"
        } else {
            "-"
        };
        let _infallible = write!(out, " {cell:<12}");
    }
    end_line(out);
}

fn end_line(out: &mut String) {
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
}

//! `volmify operator`.

use super::print;
use crate::{config::Settings, setup, words::explained};
use authz::{Actor, SystemTask};

/// Makes a user a platform operator.
pub(super) async fn add(settings: &Settings, email: &str) -> anyhow::Result<()> {
    let store = setup::prepared_store(settings).await?;
    let identity = setup::identity(&store)?;
    let user = identity
        .appoint_operator(&Actor::System(SystemTask::CommandLine), None, email)
        .await
        .map_err(explained)?;
    print(&format!("{} is a platform operator\n", user.email))?;
    store.close().await?;
    Ok(())
}

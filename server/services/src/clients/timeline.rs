//! What happened to a client.

use domain::client::Happening;
use domain::shared::ClientId;
use domain::shared::page::{Page, PageRequest};

use super::{ClientService, load};
use crate::access::{Principal, ReadClients};
use crate::error::Result;

impl ClientService {
    /// A page of everything that happened to a client, newest first: to his policies, documents and notes, and to his file and
    /// those that were merged into it.
    pub async fn timeline(&self, who: &Principal, id: ClientId, page: &PageRequest) -> Result<Page<Happening>> {
        let mut unit = self.ports.read(who).await?;
        let client = load(&mut unit, id).await?;
        let permit = unit.permit::<ReadClients>()?;
        let aliases = unit.merges().aliases(&permit, id).await?;
        unit.merges().timeline(&permit, &client, &aliases, page).await
    }
}

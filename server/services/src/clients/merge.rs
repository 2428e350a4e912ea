//! Two files of one client become one, and two again.

use domain::client::{ClientError, ClientInput, ClientView, MergeInput, MergeView, Moved};
use domain::shared::{ClientId, MergeId};
use serde_json::json;

use super::{ClientService, load, subject};
use crate::access::{MergeClients, Principal, ReadClients, UnmergeClients, UpdateClient};
use crate::core::{expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{ClientRecord, MergeRecord, Unit};

impl ClientService {
    /// Merges a file into another one of the same client, and answers with the one that stays. Policies, documents, notes and
    /// the people around him follow; what the file that stays lacks is filled in from the one that goes.
    pub async fn merge(
        &self,
        who: &Principal,
        id: ClientId,
        seen: Option<i64>,
        input: MergeInput,
    ) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<MergeClients>()?;
        let from = load(&mut unit, id).await?;
        let version = expected_version(seen, from.version)?;
        let target = input.parse(id)?;
        let into = match load(&mut unit, target).await {
            Err(Error::NotFound | Error::Merged(_)) => return Err(Error::NoSuchReference("into")),
            found => found?,
        };
        let into_version = expected_version(input.into_version, into.version)?;
        if from.kind != into.kind {
            return Err(Error::refused(&ClientError::MergeOfKinds));
        }
        unless_stale(unit.merges().hold(&permit, (id, version), (target, into_version)).await?)?;
        let at = self.ports.now();
        let (file, moved) = Moved::into_file(&from, &into);
        let moved = unit.merges().move_all(&permit, id, target, at, moved).await?;
        let merge = MergeRecord { id: MergeId::from_uuid(self.ports.chance.id()), from: id, into: target, moved, at };
        unit.merges().close(&permit, &merge).await?;
        let after = self.rewrite(&mut unit, &into, file).await?;
        let gone = json!({ "merged_into": target, "survivor": after.display_name, "moved": merge.moved });
        unit.record(&permit, subject(&from), Some(&json!({})), Some(&gone));
        unit.record(&permit, subject(&into), Some(&into), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Takes two files apart again that were merged: exactly what the merge moved goes back. Refused with the reason when that
    /// is no longer possible. Answers with the file that is back.
    pub async fn unmerge(&self, who: &Principal, id: ClientId, seen: Option<i64>) -> Result<ClientView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UnmergeClients>()?;
        let read = unit.permit::<ReadClients>()?;
        let MergeView { from, .. } = unit.merges().find_merged(&read, id).await?.ok_or(Error::NotFound)?;
        let version = expected_version(seen, from.version)?;
        let merge = unit.merges().last(&permit, id).await?.ok_or(Error::NotFound)?;
        let (there, survivor_in_use) = unit.merges().hold_merged(&permit, (id, version), merge.into).await?;
        unless_stale(there)?;
        if !survivor_in_use {
            return Err(Error::refused(&ClientError::MergeNotUndoable { survivor_gone: true, missing: 0 }));
        }
        let into = load(&mut unit, merge.into).await?;
        let at = self.ports.now();
        match unit.merges().move_back(&permit, &merge, at).await? {
            0 => {}
            missing => {
                return Err(Error::refused(&ClientError::MergeNotUndoable { survivor_gone: false, missing }));
            }
        }
        unit.merges().open(&permit, &merge, at).await?;
        let stays = self.rewrite(&mut unit, &into, merge.moved.out_of_file(&into)).await?;
        let back = load(&mut unit, id).await?;
        unit.record(&permit, subject(&back), Some(&json!({ "merged_into": merge.into, "moved": merge.moved })), None);
        unit.record(&permit, subject(&into), Some(&into), Some(&stays));
        unit.commit().await?;
        Ok(back)
    }

    /// A file that was merged, and the one it was merged into.
    pub async fn find_merged(&self, who: &Principal, id: ClientId) -> Result<MergeView> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadClients>()?;
        unit.merges().find_merged(&permit, id).await?.ok_or(Error::NotFound)
    }

    /// The files that were merged into a client's, each with its name.
    pub async fn aliases(&self, who: &Principal, id: ClientId) -> Result<Vec<ClientView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadClients>()?;
        let mut files = Vec::new();
        for alias in unit.merges().aliases(&permit, id).await? {
            files.extend(unit.merges().find_merged(&permit, alias).await?.filter(|merge| merge.into == id));
        }
        Ok(files.into_iter().map(|merge| merge.from).collect())
    }

    /// Writes the file that stays anew, as it is with or without the other one.
    async fn rewrite(&self, unit: &mut Box<dyn Unit>, into: &ClientView, file: ClientInput) -> Result<ClientView> {
        let permit = unit.permit::<UpdateClient>()?;
        let client = self.check(unit, file).await?;
        let record = ClientRecord { id: into.id, owner: into.owner_id, client, at: self.ports.now() };
        unless_stale(unit.clients().update(&permit, &record, into.version).await?)?;
        load(unit, into.id).await
    }
}

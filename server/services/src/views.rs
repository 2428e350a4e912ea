//! The views of lists that people keep, for themselves or for their firm.

use domain::list::{SaveView as Kept, SavedView, VIEWS_MAX, ViewInput, list_of};
use domain::shared::problem::{Code, Facts};
use domain::shared::{UserId, ViewId, merged};
use serde_json::Value;

use crate::access::{ChangeView, DeleteView, Principal, ReadViews, SaveView, ShareView};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::lists;
use crate::ports::unit::{Subject, Unit, ViewRecord};

/// The use-cases of saved views.
#[derive(Clone)]
pub struct ViewService {
    ports: Ports,
}

impl ViewService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// The views of a list that `who` sees: his own and those of his firm.
    pub async fn list(&self, who: &Principal, list: Option<&str>) -> Result<Vec<SavedView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadViews>()?;
        let schema = list_of("list", list).map_err(Error::field)?;
        lists::open(who, schema)?;
        unit.views().of_list(&permit, schema.noun).await
    }

    /// One view.
    pub async fn find(&self, who: &Principal, id: ViewId) -> Result<SavedView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, who, id).await
    }

    /// Keeps a view. Who shares it with the firm must be allowed to.
    pub async fn save(&self, who: &Principal, input: ViewInput) -> Result<SavedView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SaveView>()?;
        let view = input.parse()?;
        let user = person(who)?;
        may_keep(unit.as_ref(), who, &view)?;
        if unit.views().count_of(&permit, user).await? >= VIEWS_MAX {
            let facts = Facts::from([("max".into(), VIEWS_MAX.to_string())]);
            return Err(Error::Refused { code: Code::TooManyViews, facts });
        }
        let id = ViewId::from_uuid(self.ports.chance.id());
        unit.views().insert(&permit, &ViewRecord { id, user, view, at: self.ports.now() }).await?;
        let view = load(&mut unit, who, id).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Changes what the patch names (RFC 7396). A view of the firm changes only for who may share.
    pub async fn update(&self, who: &Principal, id: ViewId, seen: Option<i64>, patch: &Value) -> Result<SavedView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ChangeView>()?;
        let before = load(&mut unit, who, id).await?;
        within_reach(unit.as_ref(), who, &before)?;
        let version = expected_version(seen, before.version)?;
        let view = merged(&before.as_input(), patch)?.parse()?;
        may_keep(unit.as_ref(), who, &view)?;
        let record = ViewRecord { id, user: before.user_id, view, at: self.ports.now() };
        unless_stale(unit.views().update(&permit, &record, version).await?)?;
        let after = load(&mut unit, who, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Removes a view.
    pub async fn delete(&self, who: &Principal, id: ViewId, seen: Option<i64>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DeleteView>()?;
        let before = load(&mut unit, who, id).await?;
        within_reach(unit.as_ref(), who, &before)?;
        let version = expected_version(seen, before.version)?;
        unless_stale(unit.views().delete(&permit, id, version).await?)?;
        unit.record(&permit, subject(&before), Some(&before), None);
        unit.commit().await
    }
}

/// One view, or "not there": so is one of a list that is closed to its reader.
async fn load(unit: &mut Box<dyn Unit>, who: &Principal, id: ViewId) -> Result<SavedView> {
    let permit = unit.permit::<ReadViews>()?;
    let view = unit.views().find(&permit, id).await?;
    view.filter(|view| lists::may_open(who, &view.list)).ok_or(Error::NotFound)
}

/// Only a person keeps views.
fn person(who: &Principal) -> Result<UserId> {
    who.user_id().ok_or(Error::Forbidden(Code::Forbidden))
}

/// Only who may open a list keeps views of it, and only some share them.
fn may_keep(unit: &(dyn Unit + 'static), who: &Principal, view: &Kept) -> Result<()> {
    let schema = list_of("list", Some(view.list)).map_err(Error::field)?;
    lists::open(who, schema)?;
    if view.shared {
        unit.permit::<ShareView>()?;
    }
    Ok(())
}

/// A colleague's view is in sight because it is shared, and changes only for who may share.
fn within_reach(unit: &(dyn Unit + 'static), who: &Principal, view: &SavedView) -> Result<()> {
    if who.user_id() != Some(view.user_id) || view.shared {
        unit.permit::<ShareView>()?;
    }
    Ok(())
}

fn subject(view: &SavedView) -> Subject {
    Subject::new("view", view.id, &view.name)
}

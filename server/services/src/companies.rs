//! A firm's work on insurance companies and their mandates.

use domain::company::{
    CompanyError, CompanyInput, CompanyView, MandateInput, MandateView, MandatesView, ProductInput, ProductView,
    ProductsView, SaveMandate, SaveProduct, products as read_products,
};
use domain::shared::page::{Page, PageRequest};
use domain::shared::problem::{Code, FieldError};
use domain::shared::{CompanyId, MandateId, ProductId, merged};
use serde_json::Value;

use crate::access::{CreateCompany, DeleteCompany, Principal, ReadCompanies, SetMandates, SetProducts, UpdateCompany};
use crate::core::{Ports, expected_version, unless_stale};
use crate::error::{Error, Result};
use crate::ports::unit::{CompanyRecord, MandatesRecord, ProductsRecord, Subject, Unit};

/// The use-cases of companies.
#[derive(Clone)]
pub struct CompanyService {
    ports: Ports,
}

impl CompanyService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// A page of the firm's companies.
    pub async fn list(&self, who: &Principal, page: &PageRequest) -> Result<Page<CompanyView>> {
        let mut unit = self.ports.read(who).await?;
        let permit = unit.permit::<ReadCompanies>()?;
        unit.companies().list(&permit, page).await
    }

    /// One company.
    pub async fn find(&self, who: &Principal, id: CompanyId) -> Result<CompanyView> {
        let mut unit = self.ports.read(who).await?;
        load(&mut unit, id).await
    }

    /// Records a company.
    pub async fn create(&self, who: &Principal, input: CompanyInput) -> Result<CompanyView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<CreateCompany>()?;
        let id = CompanyId::from_uuid(self.ports.chance.id());
        let record = CompanyRecord { id, company: input.parse()?, at: self.ports.now() };
        unit.companies().insert(&permit, &record).await?;
        let view = load(&mut unit, id).await?;
        unit.record(&permit, subject(&view), None, Some(&view));
        unit.commit().await?;
        Ok(view)
    }

    /// Changes what the patch names (RFC 7396).
    pub async fn update(
        &self,
        who: &Principal,
        id: CompanyId,
        seen: Option<i64>,
        patch: &Value,
    ) -> Result<CompanyView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<UpdateCompany>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        let company = merged(&before.as_input(), patch)?.parse()?;
        let record = CompanyRecord { id, company, at: self.ports.now() };
        unless_stale(unit.companies().update(&permit, &record, version).await?)?;
        let after = load(&mut unit, id).await?;
        unit.record(&permit, subject(&after), Some(&before), Some(&after));
        unit.commit().await?;
        Ok(after)
    }

    /// Removes a company that has no policy.
    pub async fn delete(&self, who: &Principal, id: CompanyId, seen: Option<i64>) -> Result<()> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<DeleteCompany>()?;
        let before = load(&mut unit, id).await?;
        let version = expected_version(seen, before.version)?;
        match unit.policies().count_at_company(&permit, id).await? {
            0 => {}
            count => return Err(Error::refused(&CompanyError::HasPolicies { count })),
        }
        unless_stale(unit.companies().delete(&permit, id, version).await?)?;
        unit.record(&permit, subject(&before), Some(&before), None);
        unit.commit().await
    }

    /// What a company lets the firm do.
    pub async fn mandates(&self, who: &Principal, id: CompanyId) -> Result<MandatesView> {
        let mut unit = self.ports.read(who).await?;
        let version = load(&mut unit, id).await?.version;
        Ok(MandatesView { version, items: mandates(&mut unit, id).await? })
    }

    /// Says anew what a company lets the firm do. The mandates are part of the company's record: they share its version.
    pub async fn set_mandates(
        &self,
        who: &Principal,
        id: CompanyId,
        seen: Option<i64>,
        given: Vec<MandateInput>,
    ) -> Result<MandatesView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetMandates>()?;
        let company = load(&mut unit, id).await?;
        let version = expected_version(seen, company.version)?;
        let before = mandates(&mut unit, id).await?;
        let mut wrong = Vec::new();
        let mut checked = Vec::new();
        for (index, mandate) in given.into_iter().enumerate() {
            match mandate.parse(index) {
                Ok(mandate) => checked.push(mandate),
                Err(errors) => wrong.extend(errors),
            }
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(wrong));
        }
        let checked = self.recognised(&before, checked)?;
        let record = MandatesRecord { company: id, mandates: checked, at: self.ports.now() };
        unless_stale(unit.companies().set_mandates(&permit, &record, version).await?)?;
        let after = mandates(&mut unit, id).await?;
        let told = |list: &[MandateView]| serde_json::json!({ "mandates": list });
        unit.record(&permit, subject(&company), Some(&told(&before)), Some(&told(&after)));
        unit.commit().await?;
        Ok(MandatesView { version: version + 1, items: after })
    }
}

impl CompanyService {
    /// What a company sells.
    pub async fn products(&self, who: &Principal, id: CompanyId) -> Result<ProductsView> {
        let mut unit = self.ports.read(who).await?;
        let version = load(&mut unit, id).await?.version;
        Ok(ProductsView { version, items: products(&mut unit, id).await? })
    }

    /// Says anew what a company sells. The products are part of the company's record: they share its version.
    pub async fn set_products(
        &self,
        who: &Principal,
        id: CompanyId,
        seen: Option<i64>,
        given: Vec<ProductInput>,
    ) -> Result<ProductsView> {
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<SetProducts>()?;
        let company = load(&mut unit, id).await?;
        let version = expected_version(seen, company.version)?;
        let before = products(&mut unit, id).await?;
        let mut kept: Vec<(ProductId, SaveProduct)> = Vec::new();
        for (place, product) in read_products(given)?.into_iter().enumerate() {
            let wrong = |code| Error::field(FieldError::new(&format!("items/{place}/id"), code));
            if product.id.is_some_and(|id| !before.iter().any(|known| known.id == id)) {
                return Err(wrong(Code::UnknownReference));
            }
            let own = product.id.unwrap_or_else(|| ProductId::from_uuid(self.ports.chance.id()));
            if kept.iter().any(|(taken, _)| *taken == own) {
                return Err(wrong(Code::Duplicate));
            }
            kept.push((own, product));
        }
        let record = ProductsRecord { company: id, products: kept, at: self.ports.now() };
        unless_stale(unit.companies().set_products(&permit, &record, version).await?)?;
        let after = products(&mut unit, id).await?;
        let told = |list: &[ProductView]| serde_json::json!({ "products": list });
        unit.record(&permit, subject(&company), Some(&told(&before)), Some(&told(&after)));
        unit.commit().await?;
        Ok(ProductsView { version: version + 1, items: after })
    }

    /// The mandates given, each with the id of the one that it is, so that its paper stays with it.
    fn recognised(&self, before: &[MandateView], given: Vec<SaveMandate>) -> Result<Vec<(MandateId, SaveMandate)>> {
        let mut taken: Vec<MandateId> = Vec::new();
        for (index, id) in given.iter().enumerate().filter_map(|(index, mandate)| Some((index, mandate.id?))) {
            let wrong = |code| Error::field(FieldError::new(&format!("{index}/id"), code));
            if !before.iter().any(|known| known.id == id) {
                return Err(wrong(Code::UnknownReference));
            }
            if taken.contains(&id) {
                return Err(wrong(Code::Duplicate));
            }
            taken.push(id);
        }
        let mut recognised = Vec::new();
        for mandate in given {
            let says_the_same = |known: &&MandateView| {
                known.kind == mandate.kind
                    && known.product_lines == mandate.product_lines
                    && known.valid_from == mandate.valid_from
                    && !taken.contains(&known.id)
            };
            let id = mandate.id.or_else(|| before.iter().find(says_the_same).map(|known| known.id));
            let id = id.unwrap_or_else(|| MandateId::from_uuid(self.ports.chance.id()));
            taken.push(id);
            recognised.push((id, mandate));
        }
        Ok(recognised)
    }
}

/// One company, or "not there".
pub(crate) async fn load(unit: &mut Box<dyn Unit>, id: CompanyId) -> Result<CompanyView> {
    let permit = unit.permit::<ReadCompanies>()?;
    unit.companies().find(&permit, id).await?.ok_or(Error::NotFound)
}

/// The mandates of a company.
pub(crate) async fn mandates(unit: &mut Box<dyn Unit>, id: CompanyId) -> Result<Vec<MandateView>> {
    let permit = unit.permit::<ReadCompanies>()?;
    unit.companies().mandates(&permit, id).await
}

/// The products of a company.
async fn products(unit: &mut Box<dyn Unit>, id: CompanyId) -> Result<Vec<ProductView>> {
    let permit = unit.permit::<ReadCompanies>()?;
    unit.companies().products(&permit, id).await
}

/// A company as the audit log names it.
pub(crate) fn subject(company: &CompanyView) -> Subject {
    Subject::new("company", company.id, &company.name)
}

//! Mailings: addresses of clients on labels or envelopes, as a PDF that is made at once and not kept. Who takes one takes
//! addresses out of the house: it is allowed and written down as any list that leaves as a file.

use std::collections::BTreeMap;

use domain::agency::AgencyView;
use domain::client::AddressRole;
use domain::labels::Label;
use domain::list::{ACT_MAX, LeftAlone, Selection};
use domain::mailing::{
    AddressFault, Area, MailingFormat, MailingInput, MailingView, Nation, OrderMailing, PIECES_MAX, PostalAddress,
    WrittenTo,
};
use domain::shared::identifiers::Country;
use domain::shared::page::PageRequest;
use domain::shared::problem::{Code, Facts, FieldError, Refusal};
use domain::shared::{ClientId, Language, PolicyId};
use jiff::civil::{Date, DateTime};
use serde::Serialize;

use crate::access::{ExportList, Permit, Principal, ReadClients, ReadPolicies};
use crate::core::{Ports, WallClock, own_agency};
use crate::error::{Error, Result};
use crate::policies::PolicyService;
use crate::ports::mailing::{PrintOrder, SetText, SettingOrder};
use crate::ports::unit::{AddressedBy, Addressee, Subject, Unit};

/// How many records are read at once.
const BATCH: u32 = 500;

/// The use-cases of mailings.
#[derive(Clone)]
pub struct MailingService {
    ports: Ports,
}

/// What would be printed.
#[derive(Debug, Clone)]
pub struct MailingLook {
    /// In figures, with who is left out.
    pub view: MailingView,
    /// The lines of the first sheet or envelope.
    pub first_sheet: Vec<SetText>,
    /// The labels of it that are used already.
    pub used: Vec<Area>,
}

/// The PDF of a mailing.
#[derive(Debug, Clone)]
pub struct MailingFile {
    /// The paper.
    pub format: MailingFormat,
    /// The day it was made on the firm's own calendar.
    pub on: Date,
    /// The file.
    pub bytes: Vec<u8>,
}

impl MailingFile {
    /// The name it is saved under: nothing that somebody typed.
    pub fn file_name(&self) -> String {
        format!("{}-{}.pdf", self.format.code().replace('_', "-"), self.on)
    }
}

/// What the audit log tells, as of a list that leaves as a file.
#[derive(Serialize)]
struct Exported {
    query: String,
    format: &'static str,
    count: u64,
}

/// A mailing, ready to be printed.
struct Ready {
    view: MailingView,
    print: PrintOrder,
    /// What was selected, as the audit log tells it.
    list: &'static str,
    query: String,
    on: Date,
}

impl MailingService {
    pub(crate) fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// What would be printed, and who would be left out for which reason. Nothing leaves by this.
    pub async fn look(&self, who: &Principal, input: MailingInput) -> Result<MailingLook> {
        let Ready { view, print, .. } = self.ready(who, input).await?;
        let first_sheet = print.sheets().next().unwrap_or_default();
        let used = (0..print.used).map(|number| print.format.place(number)).collect();
        Ok(MailingLook { view, first_sheet, used })
    }

    /// The PDF. It is written down who took whose addresses before the first byte leaves.
    pub async fn print(&self, who: &Principal, input: MailingInput) -> Result<MailingFile> {
        let Ready { view, print, list, query, on } = self.ready(who, input).await?;
        if view.pieces == 0 {
            return Err(Error::Refused { code: Code::NobodyToWriteTo, facts: Facts::new() });
        }
        let format = print.format;
        let bytes = self.ports.address_printer.print(print).await?;
        let mut unit = self.ports.write(who).await?;
        let permit = unit.permit::<ExportList>()?;
        let told = Exported { query, format: format.code(), count: view.addressees };
        unit.record(&permit, Subject::new("list", list, list), None, Some(&told));
        unit.commit().await?;
        Ok(MailingFile { format, on, bytes })
    }

    async fn ready(&self, who: &Principal, input: MailingInput) -> Result<Ready> {
        let unit = self.ports.read(who).await?;
        unit.permit::<ExportList>()?;
        let query = told(&input);
        let order = input.parse()?;
        drop(unit);
        if let WrittenTo::Policies(Selection::Matching(matching)) = &order.to {
            let policies = PolicyService::new(self.ports.clone());
            policies.due_dates_ready(who, &PageRequest::default(), &matching.filter).await?;
        }
        let mut unit = self.ports.read(who).await?;
        let read = unit.permit::<ReadClients>()?;
        let firm = own_agency(&mut unit).await?;
        let clock = WallClock::of(&firm);
        let now = self.ports.now();
        let home = home(&firm);
        let sender = if order.sender { sender(&firm, home)? } else { Vec::new() };
        let (list, found) = match &order.to {
            WrittenTo::Clients(selection) => ("clients", clients(&mut unit, &read, selection, clock.at(now)).await?),
            WrittenTo::Policies(selection) => {
                ("policies", policyholders(&mut unit, &read, selection, clock.at(now)).await?)
            }
        };
        drop(unit);
        if found.is_empty() {
            return Err(Error::field(FieldError::new(list, Code::OutOfRange).with("min", 1).with("max", PIECES_MAX)));
        }
        let (view, print) = self.set(order, found, home, sender, now).await?;
        Ok(Ready { view, print, list, query, on: clock.today(now) })
    }

    /// Sets every address; who cannot be printed is left out.
    async fn set(
        &self,
        order: OrderMailing,
        found: BTreeMap<ClientId, Addressee>,
        home: Nation,
        sender: Vec<String>,
        now: jiff::Timestamp,
    ) -> Result<(MailingView, PrintOrder)> {
        let selected = count(found.len());
        let mut left_out = Vec::new();
        let mut written = Vec::new();
        for addressee in found.into_values() {
            match postal(&addressee, home) {
                Ok(address) => written.push((address, addressee)),
                Err(fault) => left_out.push(left(&addressee, &fault)),
            }
        }
        written.sort_by_cached_key(|(address, addressee)| {
            (address.place_in(order.order), addressee.sort_name.clone(), addressee.id)
        });
        let addresses = written.iter().map(|(address, _)| address.lines.clone()).collect();
        let setting = SettingOrder { format: order.format, sender, addresses };
        let setting = self.ports.address_printer.set(setting).await?;
        let sender = setting.sender.map_err(|fault| sender_fault(&fault))?;
        let mut addresses = Vec::new();
        for ((_, addressee), set) in written.iter().zip(setting.addresses) {
            match set {
                Ok(lines) => addresses.push(lines),
                Err(fault) => left_out.push(left(addressee, &fault)),
            }
        }
        left_out.sort_by_cached_key(|one| domain::shared::text::search_key(&one.name));
        let addressees = count(addresses.len());
        let pieces = addressees * u64::from(order.copies);
        if pieces > PIECES_MAX {
            let most = (PIECES_MAX / addressees.max(1)).max(1);
            return Err(Error::field(FieldError::new("copies", Code::OutOfRange).with("min", 1).with("max", most)));
        }
        let sheets = order.format.paper().sheets(u64::from(order.used), pieces);
        let view = MailingView { format: order.format, selected, addressees, pieces, sheets, left_out };
        let print = PrintOrder {
            format: order.format,
            used: order.used,
            copies: order.copies,
            sender,
            addresses,
            title: order.format.label(Language::Fr).to_owned(),
            made_at: now,
        };
        Ok((view, print))
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// From where the firm's letters go out.
fn home(firm: &AgencyView) -> Nation {
    let letterhead = firm.address.as_ref().and_then(|address| address.country.as_deref());
    let country = Country::of_firm(firm.jurisdiction, &firm.time_zone, letterhead);
    Nation::of_code(country.code()).unwrap_or(Nation::FRANCE)
}

/// The firm as its letterhead names it. Without an address nothing would come back to it.
fn sender(firm: &AgencyView, home: Nation) -> Result<Vec<String>> {
    let address = PostalAddress::of(&firm.name, firm.address.as_ref(), home);
    Ok(address.map_err(|fault| sender_fault(&fault))?.lines)
}

fn sender_fault(fault: &AddressFault) -> Error {
    let facts = fault.facts();
    let error = FieldError::new("sender", fault.code());
    Error::field(facts.into_iter().fold(error, |error, (name, value)| error.with(&name, value)))
}

/// The address to which somebody's letters go: the one he named for them, or else the main one.
fn postal(addressee: &Addressee, home: Nation) -> std::result::Result<PostalAddress, AddressFault> {
    if addressee.is_archived {
        return Err(AddressFault::Archived);
    }
    let named = addressee.addresses.iter().find(|other| other.role == AddressRole::Postal);
    let address = named.map(|other| &other.address).or(addressee.address.as_ref());
    PostalAddress::of(&addressee.name, address, home)
}

fn left(addressee: &Addressee, fault: &AddressFault) -> LeftAlone {
    LeftAlone { id: addressee.id.to_string(), name: addressee.name.clone(), code: fault.code(), facts: fault.facts() }
}

/// What was selected, as the list's own address would say it.
fn told(input: &MailingInput) -> String {
    let ids = input.clients.iter().chain(&input.policies).flatten().map(|id| format!("id={id}"));
    let matching = input.matching.iter().flatten().map(|(name, value)| format!("{name}={value}"));
    ids.chain(matching).collect::<Vec<_>>().join(" ")
}

/// The selected clients. Those who were ticked by name are found although their files were put away, so that it can be told.
async fn clients(
    unit: &mut Box<dyn Unit>,
    read: &Permit<ReadClients>,
    selection: &Selection<ClientId, domain::client::ClientFilter>,
    moment: DateTime,
) -> Result<BTreeMap<ClientId, Addressee>> {
    let mut found = BTreeMap::new();
    if let Selection::Ids(ids) = selection {
        add(&mut found, unit.addressees().addressees(read, AddressedBy::Clients(ids)).await?)?;
        return Ok(found);
    }
    within_reach(unit.clients().count_selected(read, selection, moment).await?, PIECES_MAX)?;
    let mut after: Option<ClientId> = None;
    loop {
        let ids = unit.clients().selected(read, selection, moment, after, BATCH).await?;
        let Some(last) = ids.last() else { return Ok(found) };
        after = Some(*last);
        add(&mut found, unit.addressees().addressees(read, AddressedBy::Clients(&ids)).await?)?;
    }
}

/// The holders of the selected policies, each once.
async fn policyholders(
    unit: &mut Box<dyn Unit>,
    read: &Permit<ReadClients>,
    selection: &Selection<PolicyId, domain::policy::PolicyFilter>,
    moment: DateTime,
) -> Result<BTreeMap<ClientId, Addressee>> {
    let policies = unit.permit::<ReadPolicies>()?;
    within_reach(unit.policies().count_selected(&policies, selection, moment).await?, ACT_MAX)?;
    let mut found = BTreeMap::new();
    let mut after: Option<PolicyId> = None;
    loop {
        let ids = unit.policies().selected(&policies, selection, moment, after, BATCH).await?;
        let Some(last) = ids.last() else { return Ok(found) };
        after = Some(*last);
        add(&mut found, unit.addressees().addressees(read, AddressedBy::Policies(&ids)).await?)?;
    }
}

fn add(found: &mut BTreeMap<ClientId, Addressee>, more: Vec<Addressee>) -> Result<()> {
    found.extend(more.into_iter().map(|addressee| (addressee.id, addressee)));
    within_reach(count(found.len()), PIECES_MAX)
}

fn within_reach(selected: u64, most: u64) -> Result<()> {
    if selected <= most {
        return Ok(());
    }
    Err(Error::Refused { code: Code::TooManySelected, facts: Facts::from([("max".into(), most.to_string())]) })
}

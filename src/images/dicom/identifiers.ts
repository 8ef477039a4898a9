/**
 * Attributes that tell who a patient is, or who treated and where. Source: PS3.15, table E.1-1 (basic application level confidentiality profile), as far
 * as its attributes name a person, a contact, a place or a number under which a hospital knows the patient. Left out of that table: UIDs, dates and
 * times of the examination, devices, and free text that describes the study; they name no one by themselves.
 */
import type { DataSet } from 'dicom-parser';
import { isFilled, text } from './values';

const IDENTIFYING: Record<string, string> = {
  x00080050: 'AccessionNumber',
  x00080080: 'InstitutionName',
  x00080081: 'InstitutionAddress',
  x00080082: 'InstitutionCodeSequence',
  x00080090: 'ReferringPhysicianName',
  x00080092: 'ReferringPhysicianAddress',
  x00080094: 'ReferringPhysicianTelephoneNumbers',
  x00080096: 'ReferringPhysicianIdentificationSequence',
  x0008009c: 'ConsultingPhysicianName',
  x0008009d: 'ConsultingPhysicianIdentificationSequence',
  x00081040: 'InstitutionalDepartmentName',
  x00081048: 'PhysiciansOfRecord',
  x00081049: 'PhysiciansOfRecordIdentificationSequence',
  x00081050: 'PerformingPhysicianName',
  x00081052: 'PerformingPhysicianIdentificationSequence',
  x00081060: 'NameOfPhysiciansReadingStudy',
  x00081062: 'PhysiciansReadingStudyIdentificationSequence',
  x00081070: 'OperatorsName',
  x00081072: 'OperatorIdentificationSequence',
  x00100010: 'PatientName',
  x00100020: 'PatientID',
  x00100021: 'IssuerOfPatientID',
  x00100030: 'PatientBirthDate',
  x00100032: 'PatientBirthTime',
  x00100050: 'PatientInsurancePlanCodeSequence',
  x00101000: 'OtherPatientIDs',
  x00101001: 'OtherPatientNames',
  x00101002: 'OtherPatientIDsSequence',
  x00101005: 'PatientBirthName',
  x00101040: 'PatientAddress',
  x00101050: 'InsurancePlanIdentification',
  x00101060: 'PatientMotherBirthName',
  x00101080: 'MilitaryRank',
  x00101081: 'BranchOfService',
  x00101090: 'MedicalRecordLocator',
  x00101100: 'ReferencedPatientPhotoSequence',
  x00102150: 'CountryOfResidence',
  x00102152: 'RegionOfResidence',
  x00102154: 'PatientTelephoneNumbers',
  x00102155: 'PatientTelecomInformation',
  x00102180: 'Occupation',
  x001021f0: 'PatientReligiousPreference',
  x00102297: 'ResponsiblePerson',
  x00102299: 'ResponsibleOrganization',
  x00104000: 'PatientComments',
  x00200010: 'StudyID',
  x00321032: 'RequestingPhysician',
  x00321033: 'RequestingService',
  x00380010: 'AdmissionID',
  x00380060: 'ServiceEpisodeID',
  x00380300: 'CurrentPatientLocation',
  x00380400: 'PatientInstitutionResidence',
  x00401001: 'RequestedProcedureID',
  x00402008: 'OrderEnteredBy',
  x00402010: 'OrderCallbackPhoneNumber',
  x0040a123: 'PersonName',
};

/**
 * Keywords of those that are not empty, at the top or within a sequence, in the order of their tags; BurnedInAnnotation where the pixels themselves are
 * said to hold an identity. Never a value.
 */
export function identifiers(dataSet: DataSet): string[] {
  const found = new Set<string>();
  collect(dataSet, found);
  return [...found].sort().map((tag) => IDENTIFYING[tag] ?? 'BurnedInAnnotation');
}

function collect(dataSet: DataSet, found: Set<string>): void {
  for (const [tag, element] of Object.entries(dataSet.elements)) {
    if (IDENTIFYING[tag] ? isFilled(dataSet, tag) : tag === 'x00280301' && text(dataSet, tag) === 'YES') found.add(tag);
    for (const item of element.items ?? []) if (item.dataSet) collect(item.dataSet, found);
  }
}

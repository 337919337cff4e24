// Written by `npm run db:types` from supabase/migrations. Change those, and run it again.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      allocation_runs: {
        Row: {
          accepted: Json;
          allocation_run_id: string;
          finished_at: string | null;
          inputs: Json;
          result: Json | null;
          started_at: string;
          started_by: string | null;
          state: string;
          weights_version: number;
        };
        Insert: {
          accepted?: Json;
          allocation_run_id?: string;
          finished_at?: string | null;
          inputs: Json;
          result?: Json | null;
          started_at?: string;
          started_by?: string | null;
          state?: string;
          weights_version: number;
        };
        Update: {
          accepted?: Json;
          allocation_run_id?: string;
          finished_at?: string | null;
          inputs?: Json;
          result?: Json | null;
          started_at?: string;
          started_by?: string | null;
          state?: string;
          weights_version?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'allocation_runs_weights_version_fkey';
            columns: ['weights_version'];
            isOneToOne: false;
            referencedRelation: 'priority_weights';
            referencedColumns: ['version'];
          }
        ];
      };
      allotments: {
        Row: {
          allotment_id: string;
          amount: number;
          line_code: string;
          programme_id: string;
          reserved: number;
          revision: number;
          source: string;
          spent: number;
          updated_at: string;
          year: number;
        };
        Insert: {
          allotment_id?: string;
          amount: number;
          line_code: string;
          programme_id: string;
          reserved?: number;
          revision?: number;
          source: string;
          spent?: number;
          updated_at?: string;
          year: number;
        };
        Update: {
          allotment_id?: string;
          amount?: number;
          line_code?: string;
          programme_id?: string;
          reserved?: number;
          revision?: number;
          source?: string;
          spent?: number;
          updated_at?: string;
          year?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'allotments_programme_id_line_code_fkey';
            columns: ['programme_id', 'line_code'];
            isOneToOne: false;
            referencedRelation: 'budget_lines';
            referencedColumns: ['programme_id', 'line_code'];
          }
        ];
      };
      applications: {
        Row: {
          application_id: string;
          applied_at: string;
          applied_by: string | null;
          decided_at: string | null;
          decided_by: string | null;
          enterprise_id: string;
          need: string | null;
          own_contribution: number;
          package_id: string;
          person_in_charge: string;
          reason: string | null;
          state: string;
        };
        Insert: {
          application_id?: string;
          applied_at?: string;
          applied_by?: string | null;
          decided_at?: string | null;
          decided_by?: string | null;
          enterprise_id: string;
          need?: string | null;
          own_contribution: number;
          package_id: string;
          person_in_charge: string;
          reason?: string | null;
          state?: string;
        };
        Update: {
          application_id?: string;
          applied_at?: string;
          applied_by?: string | null;
          decided_at?: string | null;
          decided_by?: string | null;
          enterprise_id?: string;
          need?: string | null;
          own_contribution?: number;
          package_id?: string;
          person_in_charge?: string;
          reason?: string | null;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'applications_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'applications_package_id_fkey';
            columns: ['package_id'];
            isOneToOne: false;
            referencedRelation: 'packages';
            referencedColumns: ['package_id'];
          }
        ];
      };
      articles: {
        Row: {
          article_id: string;
          body_en: string;
          body_vi: string;
          created_at: string;
          created_by: string | null;
          index_ids: string[];
          is_sample: boolean;
          kind: string;
          max_level: number;
          min_level: number;
          publish_on: string | null;
          revision: number;
          slug: string;
          state: string;
          summary_en: string;
          summary_vi: string;
          title_en: string;
          title_vi: string;
          updated_at: string;
          updated_by: string | null;
        };
        Insert: {
          article_id?: string;
          body_en: string;
          body_vi: string;
          created_at?: string;
          created_by?: string | null;
          index_ids?: string[];
          is_sample?: boolean;
          kind: string;
          max_level?: number;
          min_level?: number;
          publish_on?: string | null;
          revision?: number;
          slug: string;
          state?: string;
          summary_en: string;
          summary_vi: string;
          title_en: string;
          title_vi: string;
          updated_at?: string;
          updated_by?: string | null;
        };
        Update: {
          article_id?: string;
          body_en?: string;
          body_vi?: string;
          created_at?: string;
          created_by?: string | null;
          index_ids?: string[];
          is_sample?: boolean;
          kind?: string;
          max_level?: number;
          min_level?: number;
          publish_on?: string | null;
          revision?: number;
          slug?: string;
          state?: string;
          summary_en?: string;
          summary_vi?: string;
          title_en?: string;
          title_vi?: string;
          updated_at?: string;
          updated_by?: string | null;
        };
        Relationships: [];
      };
      assessments: {
        Row: {
          answers: Json;
          assessment_id: string;
          changed_at: string;
          enterprise_id: string;
          entry: Database['public']['Enums']['entry_mode'];
          handed_over_at: string | null;
          handed_over_by: string | null;
          level: number | null;
          max_points: number | null;
          pillar_levels: number[] | null;
          pillar_points: number[] | null;
          points: number | null;
          questionnaire: string;
          result: Json | null;
          return_reason: string | null;
          revision: number;
          started_at: string;
          started_by: string | null;
          state: Database['public']['Enums']['assessment_state'];
          submitted_at: string | null;
          submitted_by: string | null;
          version_id: string;
        };
        Insert: {
          answers?: Json;
          assessment_id?: string;
          changed_at?: string;
          enterprise_id: string;
          entry?: Database['public']['Enums']['entry_mode'];
          handed_over_at?: string | null;
          handed_over_by?: string | null;
          level?: number | null;
          max_points?: number | null;
          pillar_levels?: number[] | null;
          pillar_points?: number[] | null;
          points?: number | null;
          questionnaire: string;
          result?: Json | null;
          return_reason?: string | null;
          revision?: number;
          started_at?: string;
          started_by?: string | null;
          state?: Database['public']['Enums']['assessment_state'];
          submitted_at?: string | null;
          submitted_by?: string | null;
          version_id: string;
        };
        Update: {
          answers?: Json;
          assessment_id?: string;
          changed_at?: string;
          enterprise_id?: string;
          entry?: Database['public']['Enums']['entry_mode'];
          handed_over_at?: string | null;
          handed_over_by?: string | null;
          level?: number | null;
          max_points?: number | null;
          pillar_levels?: number[] | null;
          pillar_points?: number[] | null;
          points?: number | null;
          questionnaire?: string;
          result?: Json | null;
          return_reason?: string | null;
          revision?: number;
          started_at?: string;
          started_by?: string | null;
          state?: Database['public']['Enums']['assessment_state'];
          submitted_at?: string | null;
          submitted_by?: string | null;
          version_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'assessments_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'assessments_version_id_fkey';
            columns: ['version_id'];
            isOneToOne: false;
            referencedRelation: 'questionnaire_versions';
            referencedColumns: ['version_id'];
          }
        ];
      };
      assignment_evidence: {
        Row: {
          assignment_id: string;
          created_at: string;
          created_by: string | null;
          evidence_id: string;
          file_id: string | null;
          link: string | null;
          note: string | null;
        };
        Insert: {
          assignment_id: string;
          created_at?: string;
          created_by?: string | null;
          evidence_id?: string;
          file_id?: string | null;
          link?: string | null;
          note?: string | null;
        };
        Update: {
          assignment_id?: string;
          created_at?: string;
          created_by?: string | null;
          evidence_id?: string;
          file_id?: string | null;
          link?: string | null;
          note?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'assignment_evidence_assignment_id_fkey';
            columns: ['assignment_id'];
            isOneToOne: false;
            referencedRelation: 'assignments';
            referencedColumns: ['assignment_id'];
          },
          {
            foreignKeyName: 'assignment_evidence_file_id_fkey';
            columns: ['file_id'];
            isOneToOne: false;
            referencedRelation: 'files';
            referencedColumns: ['file_id'];
          }
        ];
      };
      assignment_items: {
        Row: {
          assignment_id: string;
          budget_year: number | null;
          cost: number;
          enterprise_id: string;
          other_amount: number;
          other_paid: number | null;
          state_amount: number;
          state_paid: number | null;
          support_id: string;
        };
        Insert: {
          assignment_id: string;
          budget_year?: number | null;
          cost: number;
          enterprise_id: string;
          other_amount?: number;
          other_paid?: number | null;
          state_amount?: number;
          state_paid?: number | null;
          support_id: string;
        };
        Update: {
          assignment_id?: string;
          budget_year?: number | null;
          cost?: number;
          enterprise_id?: string;
          other_amount?: number;
          other_paid?: number | null;
          state_amount?: number;
          state_paid?: number | null;
          support_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'assignment_items_assignment_id_enterprise_id_fkey';
            columns: ['assignment_id', 'enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'assignments';
            referencedColumns: ['assignment_id', 'enterprise_id'];
          },
          {
            foreignKeyName: 'assignment_items_support_id_fkey';
            columns: ['support_id'];
            isOneToOne: false;
            referencedRelation: 'supports';
            referencedColumns: ['support_id'];
          }
        ];
      };
      assignment_moves: {
        Row: {
          actor: string | null;
          actor_role: string;
          assignment_id: string;
          at: string;
          from_state: Database['public']['Enums']['assignment_state'] | null;
          move_id: string;
          reason: string | null;
          step: string;
          to_state: Database['public']['Enums']['assignment_state'];
        };
        Insert: {
          actor?: string | null;
          actor_role: string;
          assignment_id: string;
          at?: string;
          from_state?: Database['public']['Enums']['assignment_state'] | null;
          move_id?: string;
          reason?: string | null;
          step: string;
          to_state: Database['public']['Enums']['assignment_state'];
        };
        Update: {
          actor?: string | null;
          actor_role?: string;
          assignment_id?: string;
          at?: string;
          from_state?: Database['public']['Enums']['assignment_state'] | null;
          move_id?: string;
          reason?: string | null;
          step?: string;
          to_state?: Database['public']['Enums']['assignment_state'];
        };
        Relationships: [
          {
            foreignKeyName: 'assignment_moves_assignment_id_fkey';
            columns: ['assignment_id'];
            isOneToOne: false;
            referencedRelation: 'assignments';
            referencedColumns: ['assignment_id'];
          }
        ];
      };
      assignments: {
        Row: {
          application_id: string | null;
          approved_at: string | null;
          approved_by: string | null;
          assessment_id: string | null;
          assignment_id: string;
          budget_year: number | null;
          completed_at: string | null;
          enterprise_id: string;
          follow_up_assessment_id: string | null;
          follow_up_on: string | null;
          follow_up_reminded_at: string | null;
          offer_expires_at: string | null;
          other_allotment_id: string | null;
          override_reason: string | null;
          package_id: string;
          priority: Json | null;
          proposed_at: string;
          proposed_by: string | null;
          revision: number;
          state: Database['public']['Enums']['assignment_state'];
          state_allotment_id: string | null;
          terms: Json | null;
        };
        Insert: {
          application_id?: string | null;
          approved_at?: string | null;
          approved_by?: string | null;
          assessment_id?: string | null;
          assignment_id?: string;
          budget_year?: number | null;
          completed_at?: string | null;
          enterprise_id: string;
          follow_up_assessment_id?: string | null;
          follow_up_on?: string | null;
          follow_up_reminded_at?: string | null;
          offer_expires_at?: string | null;
          other_allotment_id?: string | null;
          override_reason?: string | null;
          package_id: string;
          priority?: Json | null;
          proposed_at?: string;
          proposed_by?: string | null;
          revision?: number;
          state?: Database['public']['Enums']['assignment_state'];
          state_allotment_id?: string | null;
          terms?: Json | null;
        };
        Update: {
          application_id?: string | null;
          approved_at?: string | null;
          approved_by?: string | null;
          assessment_id?: string | null;
          assignment_id?: string;
          budget_year?: number | null;
          completed_at?: string | null;
          enterprise_id?: string;
          follow_up_assessment_id?: string | null;
          follow_up_on?: string | null;
          follow_up_reminded_at?: string | null;
          offer_expires_at?: string | null;
          other_allotment_id?: string | null;
          override_reason?: string | null;
          package_id?: string;
          priority?: Json | null;
          proposed_at?: string;
          proposed_by?: string | null;
          revision?: number;
          state?: Database['public']['Enums']['assignment_state'];
          state_allotment_id?: string | null;
          terms?: Json | null;
        };
        Relationships: [
          {
            foreignKeyName: 'assignments_application_id_fkey';
            columns: ['application_id'];
            isOneToOne: false;
            referencedRelation: 'applications';
            referencedColumns: ['application_id'];
          },
          {
            foreignKeyName: 'assignments_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          },
          {
            foreignKeyName: 'assignments_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'assignments_follow_up_assessment_id_fkey';
            columns: ['follow_up_assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          },
          {
            foreignKeyName: 'assignments_other_allotment_id_fkey';
            columns: ['other_allotment_id'];
            isOneToOne: false;
            referencedRelation: 'allotments';
            referencedColumns: ['allotment_id'];
          },
          {
            foreignKeyName: 'assignments_package_id_fkey';
            columns: ['package_id'];
            isOneToOne: false;
            referencedRelation: 'packages';
            referencedColumns: ['package_id'];
          },
          {
            foreignKeyName: 'assignments_state_allotment_id_fkey';
            columns: ['state_allotment_id'];
            isOneToOne: false;
            referencedRelation: 'allotments';
            referencedColumns: ['allotment_id'];
          }
        ];
      };
      audit_log: {
        Row: {
          action: string;
          actor: string | null;
          at: string;
          audit_id: number;
          changes: Json;
          record_id: string;
          table_name: string;
        };
        Insert: {
          action: string;
          actor?: string | null;
          at?: string;
          audit_id?: never;
          changes: Json;
          record_id: string;
          table_name: string;
        };
        Update: {
          action?: string;
          actor?: string | null;
          at?: string;
          audit_id?: never;
          changes?: Json;
          record_id?: string;
          table_name?: string;
        };
        Relationships: [];
      };
      awareness_events: {
        Row: {
          awareness_event_id: string;
          entered_at: string;
          entered_by: string | null;
          enterprise_id: string;
          held_on: string;
          kind: string;
          reason: string | null;
          removed_at: string | null;
          title: string;
        };
        Insert: {
          awareness_event_id?: string;
          entered_at?: string;
          entered_by?: string | null;
          enterprise_id: string;
          held_on: string;
          kind: string;
          reason?: string | null;
          removed_at?: string | null;
          title: string;
        };
        Update: {
          awareness_event_id?: string;
          entered_at?: string;
          entered_by?: string | null;
          enterprise_id?: string;
          held_on?: string;
          kind?: string;
          reason?: string | null;
          removed_at?: string | null;
          title?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'awareness_events_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          }
        ];
      };
      budget_lines: {
        Row: {
          career: number;
          coordinating_vi: string | null;
          investment: number;
          lead_unit_vi: string;
          line_code: string;
          note: string | null;
          other: number;
          output_vi: string | null;
          programme_id: string;
          relevance: string;
          source: string;
          task_vi: string;
          time_vi: string | null;
        };
        Insert: {
          career: number;
          coordinating_vi?: string | null;
          investment: number;
          lead_unit_vi: string;
          line_code: string;
          note?: string | null;
          other: number;
          output_vi?: string | null;
          programme_id: string;
          relevance: string;
          source: string;
          task_vi: string;
          time_vi?: string | null;
        };
        Update: {
          career?: number;
          coordinating_vi?: string | null;
          investment?: number;
          lead_unit_vi?: string;
          line_code?: string;
          note?: string | null;
          other?: number;
          output_vi?: string | null;
          programme_id?: string;
          relevance?: string;
          source?: string;
          task_vi?: string;
          time_vi?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'budget_lines_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      cluster_sectors: {
        Row: { cluster_id: string; sector_id: string };
        Insert: { cluster_id: string; sector_id: string };
        Update: { cluster_id?: string; sector_id?: string };
        Relationships: [
          {
            foreignKeyName: 'cluster_sectors_cluster_id_fkey';
            columns: ['cluster_id'];
            isOneToOne: false;
            referencedRelation: 'clusters';
            referencedColumns: ['cluster_id'];
          },
          {
            foreignKeyName: 'cluster_sectors_sector_id_fkey';
            columns: ['sector_id'];
            isOneToOne: false;
            referencedRelation: 'sectors';
            referencedColumns: ['sector_id'];
          }
        ];
      };
      clusters: {
        Row: { cluster_id: string; name_en: string; name_vi: string; note: string | null; programme_id: string };
        Insert: { cluster_id: string; name_en: string; name_vi: string; note?: string | null; programme_id: string };
        Update: {
          cluster_id?: string;
          name_en?: string;
          name_vi?: string;
          note?: string | null;
          programme_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'clusters_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      course_registrations: {
        Row: {
          attended: boolean | null;
          course_registration_id: string;
          course_session_id: string;
          display_name: string;
          enterprise_id: string;
          registered_at: string;
          state: string;
          user_id: string;
        };
        Insert: {
          attended?: boolean | null;
          course_registration_id?: string;
          course_session_id: string;
          display_name: string;
          enterprise_id: string;
          registered_at?: string;
          state: string;
          user_id: string;
        };
        Update: {
          attended?: boolean | null;
          course_registration_id?: string;
          course_session_id?: string;
          display_name?: string;
          enterprise_id?: string;
          registered_at?: string;
          state?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'course_registrations_course_session_id_fkey';
            columns: ['course_session_id'];
            isOneToOne: false;
            referencedRelation: 'course_sessions';
            referencedColumns: ['course_session_id'];
          },
          {
            foreignKeyName: 'course_registrations_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'course_registrations_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      course_sessions: {
        Row: {
          called_off_at: string | null;
          called_off_reason: string | null;
          capacity: number;
          course_id: string;
          course_session_id: string;
          ends_at: string;
          link: string | null;
          place: string | null;
          starts_at: string;
          taken: number;
          waiting: number;
        };
        Insert: {
          called_off_at?: string | null;
          called_off_reason?: string | null;
          capacity: number;
          course_id: string;
          course_session_id?: string;
          ends_at: string;
          link?: string | null;
          place?: string | null;
          starts_at: string;
          taken?: number;
          waiting?: number;
        };
        Update: {
          called_off_at?: string | null;
          called_off_reason?: string | null;
          capacity?: number;
          course_id?: string;
          course_session_id?: string;
          ends_at?: string;
          link?: string | null;
          place?: string | null;
          starts_at?: string;
          taken?: number;
          waiting?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'course_sessions_course_id_fkey';
            columns: ['course_id'];
            isOneToOne: false;
            referencedRelation: 'courses';
            referencedColumns: ['course_id'];
          }
        ];
      };
      courses: {
        Row: {
          course_id: string;
          created_at: string;
          created_by: string | null;
          is_sample: boolean;
          max_level: number;
          min_level: number;
          revision: number;
          section_ids: string[];
          size_classes: Database['public']['Enums']['size_class'][];
          state: string;
          summary_en: string;
          summary_vi: string;
          title_en: string;
          title_vi: string;
        };
        Insert: {
          course_id?: string;
          created_at?: string;
          created_by?: string | null;
          is_sample?: boolean;
          max_level?: number;
          min_level?: number;
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          state?: string;
          summary_en: string;
          summary_vi: string;
          title_en: string;
          title_vi: string;
        };
        Update: {
          course_id?: string;
          created_at?: string;
          created_by?: string | null;
          is_sample?: boolean;
          max_level?: number;
          min_level?: number;
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          state?: string;
          summary_en?: string;
          summary_vi?: string;
          title_en?: string;
          title_vi?: string;
        };
        Relationships: [];
      };
      enterprise_invitations: {
        Row: {
          code_hash: string;
          created_at: string;
          created_by: string | null;
          enterprise_id: string;
          expires_at: string;
          invitation_id: string;
          label: string | null;
          role: Database['public']['Enums']['member_role'];
          used_at: string | null;
          used_by: string | null;
        };
        Insert: {
          code_hash: string;
          created_at?: string;
          created_by?: string | null;
          enterprise_id: string;
          expires_at: string;
          invitation_id?: string;
          label?: string | null;
          role: Database['public']['Enums']['member_role'];
          used_at?: string | null;
          used_by?: string | null;
        };
        Update: {
          code_hash?: string;
          created_at?: string;
          created_by?: string | null;
          enterprise_id?: string;
          expires_at?: string;
          invitation_id?: string;
          label?: string | null;
          role?: Database['public']['Enums']['member_role'];
          used_at?: string | null;
          used_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'enterprise_invitations_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'enterprise_invitations_used_by_fkey';
            columns: ['used_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      enterprise_members: {
        Row: {
          enterprise_id: string;
          joined_at: string;
          role: Database['public']['Enums']['member_role'];
          user_id: string;
        };
        Insert: {
          enterprise_id: string;
          joined_at?: string;
          role?: Database['public']['Enums']['member_role'];
          user_id: string;
        };
        Update: {
          enterprise_id?: string;
          joined_at?: string;
          role?: Database['public']['Enums']['member_role'];
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'enterprise_members_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'enterprise_members_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      enterprise_requests: {
        Row: {
          created_at: string;
          decided_at: string | null;
          decided_by: string | null;
          enterprise_id: string;
          message: string | null;
          reason: string | null;
          request_id: string;
          state: string;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          decided_at?: string | null;
          decided_by?: string | null;
          enterprise_id: string;
          message?: string | null;
          reason?: string | null;
          request_id?: string;
          state?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          decided_at?: string | null;
          decided_by?: string | null;
          enterprise_id?: string;
          message?: string | null;
          reason?: string | null;
          request_id?: string;
          state?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'enterprise_requests_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'enterprise_requests_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      enterprises: {
        Row: {
          address: string | null;
          capital: number | null;
          contact_email: string | null;
          contact_name: string | null;
          contact_phone: string | null;
          created_at: string;
          created_by: string | null;
          district_id: string;
          employees: number | null;
          enterprise_id: string;
          is_sample: boolean;
          kind: Database['public']['Enums']['enterprise_kind'];
          latest_assessment_id: string | null;
          latest_level: number | null;
          latest_points: number | null;
          latest_submitted_at: string | null;
          main_products: string | null;
          name: string;
          name_search: string;
          revenue: number | null;
          revision: number;
          section_id: string;
          sector_id: string;
          size_class: Database['public']['Enums']['size_class'] | null;
          size_group: string;
          size_rule_version: string | null;
          tax_code: string | null;
          unit_id: string;
          updated_at: string;
        };
        Insert: {
          address?: string | null;
          capital?: number | null;
          contact_email?: string | null;
          contact_name?: string | null;
          contact_phone?: string | null;
          created_at?: string;
          created_by?: string | null;
          district_id: string;
          employees?: number | null;
          enterprise_id?: string;
          is_sample?: boolean;
          kind: Database['public']['Enums']['enterprise_kind'];
          latest_assessment_id?: string | null;
          latest_level?: number | null;
          latest_points?: number | null;
          latest_submitted_at?: string | null;
          main_products?: string | null;
          name: string;
          name_search?: never;
          revenue?: number | null;
          revision?: number;
          section_id: string;
          sector_id: string;
          size_class?: Database['public']['Enums']['size_class'] | null;
          size_group: string;
          size_rule_version?: string | null;
          tax_code?: string | null;
          unit_id: string;
          updated_at?: string;
        };
        Update: {
          address?: string | null;
          capital?: number | null;
          contact_email?: string | null;
          contact_name?: string | null;
          contact_phone?: string | null;
          created_at?: string;
          created_by?: string | null;
          district_id?: string;
          employees?: number | null;
          enterprise_id?: string;
          is_sample?: boolean;
          kind?: Database['public']['Enums']['enterprise_kind'];
          latest_assessment_id?: string | null;
          latest_level?: number | null;
          latest_points?: number | null;
          latest_submitted_at?: string | null;
          main_products?: string | null;
          name?: string;
          name_search?: never;
          revenue?: number | null;
          revision?: number;
          section_id?: string;
          sector_id?: string;
          size_class?: Database['public']['Enums']['size_class'] | null;
          size_group?: string;
          size_rule_version?: string | null;
          tax_code?: string | null;
          unit_id?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'enterprises_district_id_fkey';
            columns: ['district_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          },
          {
            foreignKeyName: 'enterprises_section_id_fkey';
            columns: ['section_id'];
            isOneToOne: false;
            referencedRelation: 'sectors';
            referencedColumns: ['sector_id'];
          },
          {
            foreignKeyName: 'enterprises_sector_id_fkey';
            columns: ['sector_id'];
            isOneToOne: false;
            referencedRelation: 'sectors';
            referencedColumns: ['sector_id'];
          },
          {
            foreignKeyName: 'enterprises_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          }
        ];
      };
      export_log: {
        Row: { actor: string; at: string; export_id: number; filters: Json; kind: string; rows: number };
        Insert: { actor: string; at?: string; export_id?: never; filters?: Json; kind: string; rows: number };
        Update: { actor?: string; at?: string; export_id?: never; filters?: Json; kind?: string; rows?: number };
        Relationships: [];
      };
      feedback: {
        Row: {
          about_unit_id: string | null;
          answer: string | null;
          answered_at: string | null;
          category_id: string;
          closed_at: string | null;
          code_hash: string;
          contact: string | null;
          due_on: string;
          feedback_id: string;
          firm: string | null;
          handled_by: string | null;
          is_sample: boolean;
          message: string;
          public_question: string | null;
          public_wanted: boolean;
          published_at: string | null;
          rating: number | null;
          received_at: string;
          state: string;
        };
        Insert: {
          about_unit_id?: string | null;
          answer?: string | null;
          answered_at?: string | null;
          category_id: string;
          closed_at?: string | null;
          code_hash: string;
          contact?: string | null;
          due_on: string;
          feedback_id?: string;
          firm?: string | null;
          handled_by?: string | null;
          is_sample?: boolean;
          message: string;
          public_question?: string | null;
          public_wanted?: boolean;
          published_at?: string | null;
          rating?: number | null;
          received_at?: string;
          state?: string;
        };
        Update: {
          about_unit_id?: string | null;
          answer?: string | null;
          answered_at?: string | null;
          category_id?: string;
          closed_at?: string | null;
          code_hash?: string;
          contact?: string | null;
          due_on?: string;
          feedback_id?: string;
          firm?: string | null;
          handled_by?: string | null;
          is_sample?: boolean;
          message?: string;
          public_question?: string | null;
          public_wanted?: boolean;
          published_at?: string | null;
          rating?: number | null;
          received_at?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'feedback_about_unit_id_fkey';
            columns: ['about_unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          },
          {
            foreignKeyName: 'feedback_category_id_fkey';
            columns: ['category_id'];
            isOneToOne: false;
            referencedRelation: 'feedback_categories';
            referencedColumns: ['category_id'];
          }
        ];
      };
      feedback_categories: {
        Row: { category_id: string; position: number; working_days: number };
        Insert: { category_id: string; position: number; working_days: number };
        Update: { category_id?: string; position?: number; working_days?: number };
        Relationships: [];
      };
      feedback_moves: {
        Row: {
          actor: string | null;
          at: string;
          feedback_id: string;
          feedback_move_id: string;
          from_state: string | null;
          note: string | null;
          step: string;
          to_state: string;
        };
        Insert: {
          actor?: string | null;
          at?: string;
          feedback_id: string;
          feedback_move_id?: string;
          from_state?: string | null;
          note?: string | null;
          step: string;
          to_state: string;
        };
        Update: {
          actor?: string | null;
          at?: string;
          feedback_id?: string;
          feedback_move_id?: string;
          from_state?: string | null;
          note?: string | null;
          step?: string;
          to_state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'feedback_moves_feedback_id_fkey';
            columns: ['feedback_id'];
            isOneToOne: false;
            referencedRelation: 'feedback';
            referencedColumns: ['feedback_id'];
          }
        ];
      };
      files: {
        Row: {
          content_type: string;
          created_at: string;
          created_by: string | null;
          enterprise_id: string;
          file_id: string;
          name: string;
          sha256: string;
          size: number;
        };
        Insert: {
          content_type: string;
          created_at?: string;
          created_by?: string | null;
          enterprise_id: string;
          file_id?: string;
          name: string;
          sha256: string;
          size: number;
        };
        Update: {
          content_type?: string;
          created_at?: string;
          created_by?: string | null;
          enterprise_id?: string;
          file_id?: string;
          name?: string;
          sha256?: string;
          size?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'files_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          }
        ];
      };
      hotlines: {
        Row: {
          agency_en: string;
          agency_vi: string;
          hotline_id: string;
          hours_en: string;
          hours_vi: string;
          is_sample: boolean;
          number: string;
        };
        Insert: {
          agency_en: string;
          agency_vi: string;
          hotline_id?: string;
          hours_en: string;
          hours_vi: string;
          is_sample?: boolean;
          number: string;
        };
        Update: {
          agency_en?: string;
          agency_vi?: string;
          hotline_id?: string;
          hours_en?: string;
          hours_vi?: string;
          is_sample?: boolean;
          number?: string;
        };
        Relationships: [];
      };
      lead_consent_texts: {
        Row: { published_at: string; text_en: string; text_vi: string; version: number };
        Insert: { published_at?: string; text_en: string; text_vi: string; version: number };
        Update: { published_at?: string; text_en?: string; text_vi?: string; version?: number };
        Relationships: [];
      };
      lead_consents: {
        Row: {
          channel: string;
          consent_id: string;
          enterprise_id: string;
          expires_on: string;
          fields: string[];
          given_at: string;
          given_by: string;
          locale: string;
          need_id: string;
          position: number;
          provider_id: string;
          version: number;
          withdrawn_at: string | null;
          withdrawn_by: string | null;
        };
        Insert: {
          channel?: string;
          consent_id?: string;
          enterprise_id: string;
          expires_on: string;
          fields: string[];
          given_at?: string;
          given_by: string;
          locale: string;
          need_id: string;
          position: number;
          provider_id: string;
          version: number;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
        };
        Update: {
          channel?: string;
          consent_id?: string;
          enterprise_id?: string;
          expires_on?: string;
          fields?: string[];
          given_at?: string;
          given_by?: string;
          locale?: string;
          need_id?: string;
          position?: number;
          provider_id?: string;
          version?: number;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'lead_consents_need_id_enterprise_id_fkey';
            columns: ['need_id', 'enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'needs';
            referencedColumns: ['need_id', 'enterprise_id'];
          },
          {
            foreignKeyName: 'lead_consents_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          },
          {
            foreignKeyName: 'lead_consents_version_fkey';
            columns: ['version'];
            isOneToOne: false;
            referencedRelation: 'lead_consent_texts';
            referencedColumns: ['version'];
          }
        ];
      };
      lead_messages: {
        Row: { at: string; author: string; body: string; lead_id: string; message_id: string; side: string };
        Insert: { at?: string; author: string; body: string; lead_id: string; message_id?: string; side: string };
        Update: { at?: string; author?: string; body?: string; lead_id?: string; message_id?: string; side?: string };
        Relationships: [
          {
            foreignKeyName: 'lead_messages_lead_id_fkey';
            columns: ['lead_id'];
            isOneToOne: false;
            referencedRelation: 'leads';
            referencedColumns: ['lead_id'];
          }
        ];
      };
      lead_moves: {
        Row: {
          actor: string | null;
          actor_role: string;
          at: string;
          from_state: Database['public']['Enums']['lead_state'] | null;
          lead_id: string;
          move_id: string;
          reason: string | null;
          step: string;
          to_state: Database['public']['Enums']['lead_state'];
        };
        Insert: {
          actor?: string | null;
          actor_role: string;
          at?: string;
          from_state?: Database['public']['Enums']['lead_state'] | null;
          lead_id: string;
          move_id?: string;
          reason?: string | null;
          step: string;
          to_state: Database['public']['Enums']['lead_state'];
        };
        Update: {
          actor?: string | null;
          actor_role?: string;
          at?: string;
          from_state?: Database['public']['Enums']['lead_state'] | null;
          lead_id?: string;
          move_id?: string;
          reason?: string | null;
          step?: string;
          to_state?: Database['public']['Enums']['lead_state'];
        };
        Relationships: [
          {
            foreignKeyName: 'lead_moves_lead_id_fkey';
            columns: ['lead_id'];
            isOneToOne: false;
            referencedRelation: 'leads';
            referencedColumns: ['lead_id'];
          }
        ];
      };
      lead_ratings: {
        Row: {
          at: string;
          author: string;
          body: string | null;
          lead_id: string;
          moderated_at: string | null;
          moderated_by: string | null;
          score: number;
          side: string;
          state: string;
        };
        Insert: {
          at?: string;
          author: string;
          body?: string | null;
          lead_id: string;
          moderated_at?: string | null;
          moderated_by?: string | null;
          score: number;
          side: string;
          state?: string;
        };
        Update: {
          at?: string;
          author?: string;
          body?: string | null;
          lead_id?: string;
          moderated_at?: string | null;
          moderated_by?: string | null;
          score?: number;
          side?: string;
          state?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'lead_ratings_lead_id_fkey';
            columns: ['lead_id'];
            isOneToOne: false;
            referencedRelation: 'leads';
            referencedColumns: ['lead_id'];
          }
        ];
      };
      lead_rules: {
        Row: {
          consent_months: number;
          created_at: string;
          created_by: string | null;
          remind_after_days: number;
          response_days: number;
          version: number;
        };
        Insert: {
          consent_months: number;
          created_at?: string;
          created_by?: string | null;
          remind_after_days: number;
          response_days: number;
          version?: never;
        };
        Update: {
          consent_months?: number;
          created_at?: string;
          created_by?: string | null;
          remind_after_days?: number;
          response_days?: number;
          version?: never;
        };
        Relationships: [];
      };
      leads: {
        Row: {
          answered_at: string | null;
          closed_at: string | null;
          consent_id: string;
          created_at: string;
          enterprise_id: string;
          lead_id: string;
          need_id: string;
          promise: string | null;
          promise_on: string | null;
          promise_price: number | null;
          provider_id: string;
          remind_at: string;
          reminded_at: string | null;
          respond_by: string;
          revision: number;
          solution_id: string;
          state: Database['public']['Enums']['lead_state'];
        };
        Insert: {
          answered_at?: string | null;
          closed_at?: string | null;
          consent_id: string;
          created_at?: string;
          enterprise_id: string;
          lead_id?: string;
          need_id: string;
          promise?: string | null;
          promise_on?: string | null;
          promise_price?: number | null;
          provider_id: string;
          remind_at: string;
          reminded_at?: string | null;
          respond_by: string;
          revision?: number;
          solution_id: string;
          state?: Database['public']['Enums']['lead_state'];
        };
        Update: {
          answered_at?: string | null;
          closed_at?: string | null;
          consent_id?: string;
          created_at?: string;
          enterprise_id?: string;
          lead_id?: string;
          need_id?: string;
          promise?: string | null;
          promise_on?: string | null;
          promise_price?: number | null;
          provider_id?: string;
          remind_at?: string;
          reminded_at?: string | null;
          respond_by?: string;
          revision?: number;
          solution_id?: string;
          state?: Database['public']['Enums']['lead_state'];
        };
        Relationships: [
          {
            foreignKeyName: 'leads_consent_id_fkey';
            columns: ['consent_id'];
            isOneToOne: true;
            referencedRelation: 'lead_consents';
            referencedColumns: ['consent_id'];
          },
          {
            foreignKeyName: 'leads_need_id_enterprise_id_fkey';
            columns: ['need_id', 'enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'needs';
            referencedColumns: ['need_id', 'enterprise_id'];
          },
          {
            foreignKeyName: 'leads_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          },
          {
            foreignKeyName: 'leads_solution_id_fkey';
            columns: ['solution_id'];
            isOneToOne: false;
            referencedRelation: 'solutions';
            referencedColumns: ['solution_id'];
          }
        ];
      };
      needs: {
        Row: {
          assessment_id: string | null;
          budget_max: number | null;
          budget_min: number | null;
          category_id: string;
          closed_at: string | null;
          created_at: string;
          created_by: string | null;
          enterprise_id: string;
          index_ids: string[];
          need_id: string;
          purpose: string;
          revision: number;
          state: string;
          urgency: string;
          wanted_by: string | null;
        };
        Insert: {
          assessment_id?: string | null;
          budget_max?: number | null;
          budget_min?: number | null;
          category_id: string;
          closed_at?: string | null;
          created_at?: string;
          created_by?: string | null;
          enterprise_id: string;
          index_ids?: string[];
          need_id?: string;
          purpose: string;
          revision?: number;
          state?: string;
          urgency?: string;
          wanted_by?: string | null;
        };
        Update: {
          assessment_id?: string | null;
          budget_max?: number | null;
          budget_min?: number | null;
          category_id?: string;
          closed_at?: string | null;
          created_at?: string;
          created_by?: string | null;
          enterprise_id?: string;
          index_ids?: string[];
          need_id?: string;
          purpose?: string;
          revision?: number;
          state?: string;
          urgency?: string;
          wanted_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'needs_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          },
          {
            foreignKeyName: 'needs_category_id_fkey';
            columns: ['category_id'];
            isOneToOne: false;
            referencedRelation: 'solution_categories';
            referencedColumns: ['category_id'];
          },
          {
            foreignKeyName: 'needs_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          }
        ];
      };
      nomination_rules: {
        Row: {
          consent_needed: boolean;
          min_level: number;
          pass_mark: number;
          programme_id: string;
          reviewers: number;
          revision: number;
          support_needed: boolean;
          updated_at: string;
          updated_by: string | null;
        };
        Insert: {
          consent_needed?: boolean;
          min_level?: number;
          pass_mark?: number;
          programme_id: string;
          reviewers?: number;
          revision?: number;
          support_needed?: boolean;
          updated_at?: string;
          updated_by?: string | null;
        };
        Update: {
          consent_needed?: boolean;
          min_level?: number;
          pass_mark?: number;
          programme_id?: string;
          reviewers?: number;
          revision?: number;
          support_needed?: boolean;
          updated_at?: string;
          updated_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'nomination_rules_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: true;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      nomination_scores: {
        Row: { comment: string | null; nomination_id: string; reviewer: string; score: number; scored_at: string };
        Insert: { comment?: string | null; nomination_id: string; reviewer: string; score: number; scored_at?: string };
        Update: {
          comment?: string | null;
          nomination_id?: string;
          reviewer?: string;
          score?: number;
          scored_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'nomination_scores_nomination_id_fkey';
            columns: ['nomination_id'];
            isOneToOne: false;
            referencedRelation: 'nominations';
            referencedColumns: ['nomination_id'];
          }
        ];
      };
      nominations: {
        Row: {
          criteria: Json;
          decided_at: string | null;
          decided_by: string | null;
          decided_criteria: Json | null;
          decided_on: string | null;
          decision_number: string | null;
          decision_reason: string | null;
          enterprise_id: string;
          mean_score: number | null;
          nominated_at: string;
          nominated_by: string | null;
          nomination_id: string;
          programme_id: string;
          reason: string;
          revision: number;
          state: Database['public']['Enums']['nomination_state'];
        };
        Insert: {
          criteria: Json;
          decided_at?: string | null;
          decided_by?: string | null;
          decided_criteria?: Json | null;
          decided_on?: string | null;
          decision_number?: string | null;
          decision_reason?: string | null;
          enterprise_id: string;
          mean_score?: number | null;
          nominated_at?: string;
          nominated_by?: string | null;
          nomination_id?: string;
          programme_id: string;
          reason: string;
          revision?: number;
          state?: Database['public']['Enums']['nomination_state'];
        };
        Update: {
          criteria?: Json;
          decided_at?: string | null;
          decided_by?: string | null;
          decided_criteria?: Json | null;
          decided_on?: string | null;
          decision_number?: string | null;
          decision_reason?: string | null;
          enterprise_id?: string;
          mean_score?: number | null;
          nominated_at?: string;
          nominated_by?: string | null;
          nomination_id?: string;
          programme_id?: string;
          reason?: string;
          revision?: number;
          state?: Database['public']['Enums']['nomination_state'];
        };
        Relationships: [
          {
            foreignKeyName: 'nominations_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'nominations_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      notifications: {
        Row: {
          created_at: string;
          kind: string;
          link: string;
          notification_id: string;
          parameters: Json;
          read_at: string | null;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          kind: string;
          link: string;
          notification_id?: string;
          parameters?: Json;
          read_at?: string | null;
          user_id: string;
        };
        Update: {
          created_at?: string;
          kind?: string;
          link?: string;
          notification_id?: string;
          parameters?: Json;
          read_at?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'notifications_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      outbox: {
        Row: {
          attempts: number;
          created_at: string;
          digest_day: string | null;
          digest_id: string | null;
          ended_at: string | null;
          kind: string;
          last_error: string | null;
          link: string;
          next_attempt_at: string;
          outbox_id: string;
          parameters: Json;
          state: string;
          user_id: string;
        };
        Insert: {
          attempts?: number;
          created_at?: string;
          digest_day?: string | null;
          digest_id?: string | null;
          ended_at?: string | null;
          kind: string;
          last_error?: string | null;
          link: string;
          next_attempt_at?: string;
          outbox_id?: string;
          parameters?: Json;
          state?: string;
          user_id: string;
        };
        Update: {
          attempts?: number;
          created_at?: string;
          digest_day?: string | null;
          digest_id?: string | null;
          ended_at?: string | null;
          kind?: string;
          last_error?: string | null;
          link?: string;
          next_attempt_at?: string;
          outbox_id?: string;
          parameters?: Json;
          state?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'outbox_digest_id_fkey';
            columns: ['digest_id'];
            isOneToOne: false;
            referencedRelation: 'outbox';
            referencedColumns: ['outbox_id'];
          },
          {
            foreignKeyName: 'outbox_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      package_terms: {
        Row: {
          cap: number;
          legal_basis: string;
          package_id: string;
          package_terms_id: string;
          rate: number;
          size_class: Database['public']['Enums']['size_class'] | null;
          support_id: string;
          valid_from: string;
          valid_to: string | null;
        };
        Insert: {
          cap: number;
          legal_basis: string;
          package_id: string;
          package_terms_id?: string;
          rate: number;
          size_class?: Database['public']['Enums']['size_class'] | null;
          support_id: string;
          valid_from: string;
          valid_to?: string | null;
        };
        Update: {
          cap?: number;
          legal_basis?: string;
          package_id?: string;
          package_terms_id?: string;
          rate?: number;
          size_class?: Database['public']['Enums']['size_class'] | null;
          support_id?: string;
          valid_from?: string;
          valid_to?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'package_terms_package_id_fkey';
            columns: ['package_id'];
            isOneToOne: false;
            referencedRelation: 'packages';
            referencedColumns: ['package_id'];
          },
          {
            foreignKeyName: 'package_terms_support_id_fkey';
            columns: ['support_id'];
            isOneToOne: false;
            referencedRelation: 'supports';
            referencedColumns: ['support_id'];
          }
        ];
      };
      packages: {
        Row: {
          closes_on: string | null;
          cluster_ids: string[];
          code: string;
          created_at: string;
          created_by: string | null;
          follow_up_months: number;
          gives_en: string;
          gives_vi: string;
          index_ids: string[];
          is_sample: boolean;
          kinds: Database['public']['Enums']['enterprise_kind'][];
          line_code: string | null;
          max_level: number;
          min_level: number;
          name_en: string;
          name_vi: string;
          offer_days: number;
          opens_on: string | null;
          package_id: string;
          pillar_ids: string[];
          places: number | null;
          programme_id: string;
          required_criteria: string[];
          revision: number;
          section_ids: string[];
          size_classes: Database['public']['Enums']['size_class'][];
          state: Database['public']['Enums']['package_state'];
          unit_ids: string[];
          updated_at: string;
        };
        Insert: {
          closes_on?: string | null;
          cluster_ids?: string[];
          code: string;
          created_at?: string;
          created_by?: string | null;
          follow_up_months?: number;
          gives_en: string;
          gives_vi: string;
          index_ids?: string[];
          is_sample?: boolean;
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          line_code?: string | null;
          max_level?: number;
          min_level?: number;
          name_en: string;
          name_vi: string;
          offer_days?: number;
          opens_on?: string | null;
          package_id?: string;
          pillar_ids?: string[];
          places?: number | null;
          programme_id: string;
          required_criteria?: string[];
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          state?: Database['public']['Enums']['package_state'];
          unit_ids?: string[];
          updated_at?: string;
        };
        Update: {
          closes_on?: string | null;
          cluster_ids?: string[];
          code?: string;
          created_at?: string;
          created_by?: string | null;
          follow_up_months?: number;
          gives_en?: string;
          gives_vi?: string;
          index_ids?: string[];
          is_sample?: boolean;
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          line_code?: string | null;
          max_level?: number;
          min_level?: number;
          name_en?: string;
          name_vi?: string;
          offer_days?: number;
          opens_on?: string | null;
          package_id?: string;
          pillar_ids?: string[];
          places?: number | null;
          programme_id?: string;
          required_criteria?: string[];
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          state?: Database['public']['Enums']['package_state'];
          unit_ids?: string[];
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'packages_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          },
          {
            foreignKeyName: 'packages_programme_id_line_code_fkey';
            columns: ['programme_id', 'line_code'];
            isOneToOne: false;
            referencedRelation: 'budget_lines';
            referencedColumns: ['programme_id', 'line_code'];
          }
        ];
      };
      priority_weights: {
        Row: {
          area: number;
          cluster: number;
          commitment: number;
          created_at: string;
          created_by: string | null;
          gap: number;
          need: number;
          note: string | null;
          verified: number;
          version: number;
          waiting: number;
        };
        Insert: {
          area: number;
          cluster: number;
          commitment: number;
          created_at?: string;
          created_by?: string | null;
          gap: number;
          need: number;
          note?: string | null;
          verified: number;
          version?: never;
          waiting: number;
        };
        Update: {
          area?: number;
          cluster?: number;
          commitment?: number;
          created_at?: string;
          created_by?: string | null;
          gap?: number;
          need?: number;
          note?: string | null;
          verified?: number;
          version?: never;
          waiting?: number;
        };
        Relationships: [];
      };
      profiles: {
        Row: {
          created_at: string;
          disabled_at: string | null;
          display_name: string | null;
          locale: string;
          mail_choice: string;
          user_id: string;
        };
        Insert: {
          created_at?: string;
          disabled_at?: string | null;
          display_name?: string | null;
          locale?: string;
          mail_choice?: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          disabled_at?: string | null;
          display_name?: string | null;
          locale?: string;
          mail_choice?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      programmes: {
        Row: {
          current: boolean;
          document: string;
          document_date: string;
          issuer_vi: string;
          name_en: string;
          name_vi: string;
          period_end: string;
          period_start: string;
          programme_id: string;
          province_id: string | null;
        };
        Insert: {
          current?: boolean;
          document: string;
          document_date: string;
          issuer_vi: string;
          name_en: string;
          name_vi: string;
          period_end: string;
          period_start: string;
          programme_id: string;
          province_id?: string | null;
        };
        Update: {
          current?: boolean;
          document?: string;
          document_date?: string;
          issuer_vi?: string;
          name_en?: string;
          name_vi?: string;
          period_end?: string;
          period_start?: string;
          programme_id?: string;
          province_id?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'programmes_province_id_fkey';
            columns: ['province_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          }
        ];
      };
      provider_invitations: {
        Row: {
          code_hash: string;
          created_at: string;
          created_by: string | null;
          expires_at: string;
          invitation_id: string;
          label: string | null;
          provider_id: string;
          used_at: string | null;
          used_by: string | null;
        };
        Insert: {
          code_hash: string;
          created_at?: string;
          created_by?: string | null;
          expires_at: string;
          invitation_id?: string;
          label?: string | null;
          provider_id: string;
          used_at?: string | null;
          used_by?: string | null;
        };
        Update: {
          code_hash?: string;
          created_at?: string;
          created_by?: string | null;
          expires_at?: string;
          invitation_id?: string;
          label?: string | null;
          provider_id?: string;
          used_at?: string | null;
          used_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'provider_invitations_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          },
          {
            foreignKeyName: 'provider_invitations_used_by_fkey';
            columns: ['used_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      provider_members: {
        Row: { provider_id: string; user_id: string };
        Insert: { provider_id: string; user_id: string };
        Update: { provider_id?: string; user_id?: string };
        Relationships: [
          {
            foreignKeyName: 'provider_members_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          },
          {
            foreignKeyName: 'provider_members_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      provider_reviews: {
        Row: {
          actor: string | null;
          approved_until: string | null;
          at: string;
          provider_id: string;
          reason: string | null;
          review_id: string;
          solution_id: string | null;
          step: string;
        };
        Insert: {
          actor?: string | null;
          approved_until?: string | null;
          at?: string;
          provider_id: string;
          reason?: string | null;
          review_id?: string;
          solution_id?: string | null;
          step: string;
        };
        Update: {
          actor?: string | null;
          approved_until?: string | null;
          at?: string;
          provider_id?: string;
          reason?: string | null;
          review_id?: string;
          solution_id?: string | null;
          step?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'provider_reviews_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          },
          {
            foreignKeyName: 'provider_reviews_solution_id_fkey';
            columns: ['solution_id'];
            isOneToOne: false;
            referencedRelation: 'solutions';
            referencedColumns: ['solution_id'];
          }
        ];
      };
      providers: {
        Row: {
          about_en: string | null;
          about_vi: string | null;
          approved_until: string | null;
          contact_email: string | null;
          contact_name: string | null;
          contact_phone: string | null;
          created_at: string;
          is_sample: boolean;
          max_open_leads: number;
          name: string;
          provider_id: string;
          revision: number;
          site: string | null;
          state: Database['public']['Enums']['provider_state'];
          tax_code: string | null;
          unit_ids: string[];
          updated_at: string;
        };
        Insert: {
          about_en?: string | null;
          about_vi?: string | null;
          approved_until?: string | null;
          contact_email?: string | null;
          contact_name?: string | null;
          contact_phone?: string | null;
          created_at?: string;
          is_sample?: boolean;
          max_open_leads?: number;
          name: string;
          provider_id?: string;
          revision?: number;
          site?: string | null;
          state?: Database['public']['Enums']['provider_state'];
          tax_code?: string | null;
          unit_ids?: string[];
          updated_at?: string;
        };
        Update: {
          about_en?: string | null;
          about_vi?: string | null;
          approved_until?: string | null;
          contact_email?: string | null;
          contact_name?: string | null;
          contact_phone?: string | null;
          created_at?: string;
          is_sample?: boolean;
          max_open_leads?: number;
          name?: string;
          provider_id?: string;
          revision?: number;
          site?: string | null;
          state?: Database['public']['Enums']['provider_state'];
          tax_code?: string | null;
          unit_ids?: string[];
          updated_at?: string;
        };
        Relationships: [];
      };
      public_holidays: {
        Row: { date: string; name_en: string; name_vi: string; provisional: boolean; updated_at: string };
        Insert: { date: string; name_en: string; name_vi: string; provisional?: boolean; updated_at?: string };
        Update: { date?: string; name_en?: string; name_vi?: string; provisional?: boolean; updated_at?: string };
        Relationships: [];
      };
      questionnaire_versions: {
        Row: {
          created_at: string;
          created_by: string | null;
          criteria: Json;
          document: Json;
          note: string | null;
          outline: Json;
          published_at: string | null;
          published_by: string | null;
          questionnaire: string;
          retired_at: string | null;
          state: Database['public']['Enums']['version_state'];
          version: string;
          version_id: string;
        };
        Insert: {
          created_at?: string;
          created_by?: string | null;
          criteria: Json;
          document: Json;
          note?: string | null;
          outline: Json;
          published_at?: string | null;
          published_by?: string | null;
          questionnaire: string;
          retired_at?: string | null;
          state?: Database['public']['Enums']['version_state'];
          version: string;
          version_id?: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          criteria?: Json;
          document?: Json;
          note?: string | null;
          outline?: Json;
          published_at?: string | null;
          published_by?: string | null;
          questionnaire?: string;
          retired_at?: string | null;
          state?: Database['public']['Enums']['version_state'];
          version?: string;
          version_id?: string;
        };
        Relationships: [];
      };
      quick_check_counts: {
        Row: { count: number; day: string; unit_id: string };
        Insert: { count: number; day: string; unit_id?: string };
        Update: { count?: number; day?: string; unit_id?: string };
        Relationships: [];
      };
      registered_counts: {
        Row: {
          count: number;
          entered_at: string;
          entered_by: string | null;
          registered_count_id: string;
          source: string | null;
          unit_id: string;
          year: number;
        };
        Insert: {
          count: number;
          entered_at?: string;
          entered_by?: string | null;
          registered_count_id?: string;
          source?: string | null;
          unit_id: string;
          year: number;
        };
        Update: {
          count?: number;
          entered_at?: string;
          entered_by?: string | null;
          registered_count_id?: string;
          source?: string | null;
          unit_id?: string;
          year?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'registered_counts_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          }
        ];
      };
      report_deadlines: {
        Row: {
          created_at: string;
          created_by: string | null;
          deadline_id: string;
          done_on: string | null;
          due_on: string;
          programme_id: string;
          what: string;
          who: string;
        };
        Insert: {
          created_at?: string;
          created_by?: string | null;
          deadline_id?: string;
          done_on?: string | null;
          due_on: string;
          programme_id: string;
          what: string;
          who: string;
        };
        Update: {
          created_at?: string;
          created_by?: string | null;
          deadline_id?: string;
          done_on?: string | null;
          due_on?: string;
          programme_id?: string;
          what?: string;
          who?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'report_deadlines_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      reports: {
        Row: {
          agency: string | null;
          agency_above: string | null;
          created_at: string;
          created_by: string | null;
          difficulties: string | null;
          figures: Json;
          finalised_at: string | null;
          finalised_by: string | null;
          number: string | null;
          period_end: string;
          period_start: string;
          place: string | null;
          programme_id: string;
          proposals: string | null;
          recipients: string | null;
          report_id: string;
          results: string | null;
          revision: number;
          signatory_name: string | null;
          signatory_title: string | null;
          signed_on: string | null;
          state: string;
          updated_at: string;
        };
        Insert: {
          agency?: string | null;
          agency_above?: string | null;
          created_at?: string;
          created_by?: string | null;
          difficulties?: string | null;
          figures: Json;
          finalised_at?: string | null;
          finalised_by?: string | null;
          number?: string | null;
          period_end: string;
          period_start: string;
          place?: string | null;
          programme_id: string;
          proposals?: string | null;
          recipients?: string | null;
          report_id?: string;
          results?: string | null;
          revision?: number;
          signatory_name?: string | null;
          signatory_title?: string | null;
          signed_on?: string | null;
          state?: string;
          updated_at?: string;
        };
        Update: {
          agency?: string | null;
          agency_above?: string | null;
          created_at?: string;
          created_by?: string | null;
          difficulties?: string | null;
          figures?: Json;
          finalised_at?: string | null;
          finalised_by?: string | null;
          number?: string | null;
          period_end?: string;
          period_start?: string;
          place?: string | null;
          programme_id?: string;
          proposals?: string | null;
          recipients?: string | null;
          report_id?: string;
          results?: string | null;
          revision?: number;
          signatory_name?: string | null;
          signatory_title?: string | null;
          signed_on?: string | null;
          state?: string;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'reports_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      sectors: {
        Row: {
          code: string;
          level: string;
          name_en: string | null;
          name_vi: string;
          section_id: string;
          sector_id: string;
          size_group: string;
          valid_from: string;
          valid_to: string | null;
          version: string;
        };
        Insert: {
          code: string;
          level: string;
          name_en?: string | null;
          name_vi: string;
          section_id: string;
          sector_id: string;
          size_group: string;
          valid_from: string;
          valid_to?: string | null;
          version: string;
        };
        Update: {
          code?: string;
          level?: string;
          name_en?: string | null;
          name_vi?: string;
          section_id?: string;
          sector_id?: string;
          size_group?: string;
          valid_from?: string;
          valid_to?: string | null;
          version?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'sectors_section_id_fkey';
            columns: ['section_id'];
            isOneToOne: false;
            referencedRelation: 'sectors';
            referencedColumns: ['sector_id'];
          }
        ];
      };
      share_links: {
        Row: {
          assessment_id: string;
          created_at: string;
          created_by: string | null;
          expires_at: string;
          revoked_at: string | null;
          share_link_id: string;
          token_hash: string;
        };
        Insert: {
          assessment_id: string;
          created_at?: string;
          created_by?: string | null;
          expires_at: string;
          revoked_at?: string | null;
          share_link_id?: string;
          token_hash: string;
        };
        Update: {
          assessment_id?: string;
          created_at?: string;
          created_by?: string | null;
          expires_at?: string;
          revoked_at?: string | null;
          share_link_id?: string;
          token_hash?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'share_links_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          }
        ];
      };
      size_class_rules: {
        Row: {
          legal_basis: string;
          max_capital: number;
          max_employees: number;
          max_revenue: number;
          rule_version: string;
          size_class: string;
          size_group: string;
          valid_from: string;
          valid_to: string | null;
        };
        Insert: {
          legal_basis: string;
          max_capital: number;
          max_employees: number;
          max_revenue: number;
          rule_version: string;
          size_class: string;
          size_group: string;
          valid_from: string;
          valid_to?: string | null;
        };
        Update: {
          legal_basis?: string;
          max_capital?: number;
          max_employees?: number;
          max_revenue?: number;
          rule_version?: string;
          size_class?: string;
          size_group?: string;
          valid_from?: string;
          valid_to?: string | null;
        };
        Relationships: [];
      };
      solution_categories: {
        Row: {
          category_id: string;
          functions_en: string;
          functions_vi: string;
          kinds: Database['public']['Enums']['enterprise_kind'][];
          name_en: string;
          name_vi: string;
          pillar_ids: string[];
          position: number;
          signal_en: string;
          signal_vi: string;
          stage: string;
          support_ids: string[];
        };
        Insert: {
          category_id: string;
          functions_en: string;
          functions_vi: string;
          kinds: Database['public']['Enums']['enterprise_kind'][];
          name_en: string;
          name_vi: string;
          pillar_ids: string[];
          position: number;
          signal_en: string;
          signal_vi: string;
          stage: string;
          support_ids?: string[];
        };
        Update: {
          category_id?: string;
          functions_en?: string;
          functions_vi?: string;
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          name_en?: string;
          name_vi?: string;
          pillar_ids?: string[];
          position?: number;
          signal_en?: string;
          signal_vi?: string;
          stage?: string;
          support_ids?: string[];
        };
        Relationships: [];
      };
      solutions: {
        Row: {
          approved_until: string | null;
          category_id: string;
          certificate: string | null;
          certificate_until: string | null;
          created_at: string;
          data_location: string;
          index_ids: string[];
          kinds: Database['public']['Enums']['enterprise_kind'][];
          name: string;
          open_standard: boolean;
          price_model: Database['public']['Enums']['price_model'];
          price_url: string;
          price_year: number | null;
          provider_id: string;
          revision: number;
          section_ids: string[];
          size_classes: Database['public']['Enums']['size_class'][];
          solution_id: string;
          state: Database['public']['Enums']['solution_state'];
          summary_en: string | null;
          summary_vi: string;
          unit_ids: string[];
          updated_at: string;
        };
        Insert: {
          approved_until?: string | null;
          category_id: string;
          certificate?: string | null;
          certificate_until?: string | null;
          created_at?: string;
          data_location: string;
          index_ids?: string[];
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          name: string;
          open_standard: boolean;
          price_model: Database['public']['Enums']['price_model'];
          price_url: string;
          price_year?: number | null;
          provider_id: string;
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          solution_id?: string;
          state?: Database['public']['Enums']['solution_state'];
          summary_en?: string | null;
          summary_vi: string;
          unit_ids?: string[];
          updated_at?: string;
        };
        Update: {
          approved_until?: string | null;
          category_id?: string;
          certificate?: string | null;
          certificate_until?: string | null;
          created_at?: string;
          data_location?: string;
          index_ids?: string[];
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          name?: string;
          open_standard?: boolean;
          price_model?: Database['public']['Enums']['price_model'];
          price_url?: string;
          price_year?: number | null;
          provider_id?: string;
          revision?: number;
          section_ids?: string[];
          size_classes?: Database['public']['Enums']['size_class'][];
          solution_id?: string;
          state?: Database['public']['Enums']['solution_state'];
          summary_en?: string | null;
          summary_vi?: string;
          unit_ids?: string[];
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'solutions_category_id_fkey';
            columns: ['category_id'];
            isOneToOne: false;
            referencedRelation: 'solution_categories';
            referencedColumns: ['category_id'];
          },
          {
            foreignKeyName: 'solutions_provider_id_fkey';
            columns: ['provider_id'];
            isOneToOne: false;
            referencedRelation: 'providers';
            referencedColumns: ['provider_id'];
          }
        ];
      };
      staff_areas: {
        Row: { unit_id: string; user_id: string };
        Insert: { unit_id: string; user_id: string };
        Update: { unit_id?: string; user_id?: string };
        Relationships: [
          {
            foreignKeyName: 'staff_areas_unit_id_fkey';
            columns: ['unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          },
          {
            foreignKeyName: 'staff_areas_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      staff_invitations: {
        Row: {
          accepted_at: string | null;
          accepted_by: string | null;
          email: string;
          expires_at: string;
          invitation_id: string;
          invited_at: string;
          invited_by: string | null;
          roles: Database['public']['Enums']['staff_role'][];
          unit_ids: string[];
        };
        Insert: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          email: string;
          expires_at?: string;
          invitation_id?: string;
          invited_at?: string;
          invited_by?: string | null;
          roles: Database['public']['Enums']['staff_role'][];
          unit_ids?: string[];
        };
        Update: {
          accepted_at?: string | null;
          accepted_by?: string | null;
          email?: string;
          expires_at?: string;
          invitation_id?: string;
          invited_at?: string;
          invited_by?: string | null;
          roles?: Database['public']['Enums']['staff_role'][];
          unit_ids?: string[];
        };
        Relationships: [
          {
            foreignKeyName: 'staff_invitations_accepted_by_fkey';
            columns: ['accepted_by'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      staff_members: {
        Row: {
          granted_at: string;
          granted_by: string | null;
          role: Database['public']['Enums']['staff_role'];
          user_id: string;
        };
        Insert: {
          granted_at?: string;
          granted_by?: string | null;
          role: Database['public']['Enums']['staff_role'];
          user_id: string;
        };
        Update: {
          granted_at?: string;
          granted_by?: string | null;
          role?: Database['public']['Enums']['staff_role'];
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'staff_members_user_id_fkey';
            columns: ['user_id'];
            isOneToOne: false;
            referencedRelation: 'profiles';
            referencedColumns: ['user_id'];
          }
        ];
      };
      stories: {
        Row: {
          body_en: string;
          body_vi: string;
          enterprise_id: string;
          nomination_id: string;
          published_at: string | null;
          published_by: string | null;
          revision: number;
          title_en: string;
          title_vi: string;
          updated_at: string;
          updated_by: string | null;
        };
        Insert: {
          body_en: string;
          body_vi: string;
          enterprise_id: string;
          nomination_id: string;
          published_at?: string | null;
          published_by?: string | null;
          revision?: number;
          title_en: string;
          title_vi: string;
          updated_at?: string;
          updated_by?: string | null;
        };
        Update: {
          body_en?: string;
          body_vi?: string;
          enterprise_id?: string;
          nomination_id?: string;
          published_at?: string | null;
          published_by?: string | null;
          revision?: number;
          title_en?: string;
          title_vi?: string;
          updated_at?: string;
          updated_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'stories_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'stories_nomination_id_fkey';
            columns: ['nomination_id'];
            isOneToOne: true;
            referencedRelation: 'nominations';
            referencedColumns: ['nomination_id'];
          }
        ];
      };
      story_consent_texts: {
        Row: { published_at: string; text_en: string; text_vi: string; version: number };
        Insert: { published_at?: string; text_en: string; text_vi: string; version: number };
        Update: { published_at?: string; text_en?: string; text_vi?: string; version?: number };
        Relationships: [];
      };
      story_consents: {
        Row: {
          enterprise_id: string;
          given_at: string;
          given_by: string;
          locale: string;
          story_consent_id: string;
          version: number;
          withdrawn_at: string | null;
          withdrawn_by: string | null;
        };
        Insert: {
          enterprise_id: string;
          given_at?: string;
          given_by: string;
          locale: string;
          story_consent_id?: string;
          version: number;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
        };
        Update: {
          enterprise_id?: string;
          given_at?: string;
          given_by?: string;
          locale?: string;
          story_consent_id?: string;
          version?: number;
          withdrawn_at?: string | null;
          withdrawn_by?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'story_consents_enterprise_id_fkey';
            columns: ['enterprise_id'];
            isOneToOne: false;
            referencedRelation: 'enterprises';
            referencedColumns: ['enterprise_id'];
          },
          {
            foreignKeyName: 'story_consents_version_fkey';
            columns: ['version'];
            isOneToOne: false;
            referencedRelation: 'story_consent_texts';
            referencedColumns: ['version'];
          }
        ];
      };
      support_caps: {
        Row: {
          cap: number | null;
          legal_basis: string;
          max_rate: number | null;
          size_class: Database['public']['Enums']['size_class'];
          support_id: string;
          valid_from: string;
          valid_to: string | null;
        };
        Insert: {
          cap?: number | null;
          legal_basis: string;
          max_rate?: number | null;
          size_class: Database['public']['Enums']['size_class'];
          support_id: string;
          valid_from: string;
          valid_to?: string | null;
        };
        Update: {
          cap?: number | null;
          legal_basis?: string;
          max_rate?: number | null;
          size_class?: Database['public']['Enums']['size_class'];
          support_id?: string;
          valid_from?: string;
          valid_to?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'support_caps_support_id_fkey';
            columns: ['support_id'];
            isOneToOne: false;
            referencedRelation: 'supports';
            referencedColumns: ['support_id'];
          }
        ];
      };
      supports: {
        Row: {
          conditions_en: string[];
          conditions_vi: string[];
          kinds: Database['public']['Enums']['enterprise_kind'][];
          legal_basis: string;
          money: boolean;
          name_en: string;
          name_vi: string;
          note: string | null;
          size_classes: Database['public']['Enums']['size_class'][];
          source: string;
          support_id: string;
          valid_from: string;
          valid_to: string | null;
        };
        Insert: {
          conditions_en?: string[];
          conditions_vi?: string[];
          kinds: Database['public']['Enums']['enterprise_kind'][];
          legal_basis: string;
          money: boolean;
          name_en: string;
          name_vi: string;
          note?: string | null;
          size_classes?: Database['public']['Enums']['size_class'][];
          source: string;
          support_id: string;
          valid_from: string;
          valid_to?: string | null;
        };
        Update: {
          conditions_en?: string[];
          conditions_vi?: string[];
          kinds?: Database['public']['Enums']['enterprise_kind'][];
          legal_basis?: string;
          money?: boolean;
          name_en?: string;
          name_vi?: string;
          note?: string | null;
          size_classes?: Database['public']['Enums']['size_class'][];
          source?: string;
          support_id?: string;
          valid_from?: string;
          valid_to?: string | null;
        };
        Relationships: [];
      };
      target_paths: {
        Row: {
          assumed: boolean;
          programme_id: string;
          target_id: string;
          updated_at: string;
          updated_by: string | null;
          value: number;
          year: number;
        };
        Insert: {
          assumed?: boolean;
          programme_id: string;
          target_id: string;
          updated_at?: string;
          updated_by?: string | null;
          value: number;
          year: number;
        };
        Update: {
          assumed?: boolean;
          programme_id?: string;
          target_id?: string;
          updated_at?: string;
          updated_by?: string | null;
          value?: number;
          year?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'target_paths_programme_id_target_id_fkey';
            columns: ['programme_id', 'target_id'];
            isOneToOne: false;
            referencedRelation: 'targets';
            referencedColumns: ['programme_id', 'target_id'];
          }
        ];
      };
      targets: {
        Row: {
          deadline: string | null;
          meaning_en: string;
          note: string | null;
          programme_id: string;
          quote_vi: string;
          scope: string;
          source: string;
          target_id: string;
          unit: string;
          value: number;
        };
        Insert: {
          deadline?: string | null;
          meaning_en: string;
          note?: string | null;
          programme_id: string;
          quote_vi: string;
          scope: string;
          source: string;
          target_id: string;
          unit: string;
          value: number;
        };
        Update: {
          deadline?: string | null;
          meaning_en?: string;
          note?: string | null;
          programme_id?: string;
          quote_vi?: string;
          scope?: string;
          source?: string;
          target_id?: string;
          unit?: string;
          value?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'targets_programme_id_fkey';
            columns: ['programme_id'];
            isOneToOne: false;
            referencedRelation: 'programmes';
            referencedColumns: ['programme_id'];
          }
        ];
      };
      unit_mappings: {
        Row: { new_unit_id: string | null; old_unit_id: string };
        Insert: { new_unit_id?: string | null; old_unit_id: string };
        Update: { new_unit_id?: string | null; old_unit_id?: string };
        Relationships: [
          {
            foreignKeyName: 'unit_mappings_new_unit_id_fkey';
            columns: ['new_unit_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          },
          {
            foreignKeyName: 'unit_mappings_old_unit_id_fkey';
            columns: ['old_unit_id'];
            isOneToOne: true;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          }
        ];
      };
      units: {
        Row: {
          code: string;
          district_id: string | null;
          district_ids: string[];
          level: string;
          name_en: string;
          name_vi: string;
          note: string | null;
          parent_id: string | null;
          type_vi: string;
          unit_id: string;
          valid_from: string | null;
          valid_to: string | null;
        };
        Insert: {
          code: string;
          district_id?: string | null;
          district_ids?: string[];
          level: string;
          name_en: string;
          name_vi: string;
          note?: string | null;
          parent_id?: string | null;
          type_vi: string;
          unit_id: string;
          valid_from?: string | null;
          valid_to?: string | null;
        };
        Update: {
          code?: string;
          district_id?: string | null;
          district_ids?: string[];
          level?: string;
          name_en?: string;
          name_vi?: string;
          note?: string | null;
          parent_id?: string | null;
          type_vi?: string;
          unit_id?: string;
          valid_from?: string | null;
          valid_to?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'units_district_id_fkey';
            columns: ['district_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          },
          {
            foreignKeyName: 'units_parent_id_fkey';
            columns: ['parent_id'];
            isOneToOne: false;
            referencedRelation: 'units';
            referencedColumns: ['unit_id'];
          }
        ];
      };
      verifications: {
        Row: {
          assessment_id: string;
          created_at: string;
          created_by: string | null;
          criterion: string;
          file_id: string | null;
          link: string | null;
          note: string | null;
          position: number;
          value: Json | null;
          verdict: Database['public']['Enums']['verdict'];
          verification_id: string;
          visited_on: string | null;
        };
        Insert: {
          assessment_id: string;
          created_at?: string;
          created_by?: string | null;
          criterion: string;
          file_id?: string | null;
          link?: string | null;
          note?: string | null;
          position: number;
          value?: Json | null;
          verdict: Database['public']['Enums']['verdict'];
          verification_id?: string;
          visited_on?: string | null;
        };
        Update: {
          assessment_id?: string;
          created_at?: string;
          created_by?: string | null;
          criterion?: string;
          file_id?: string | null;
          link?: string | null;
          note?: string | null;
          position?: number;
          value?: Json | null;
          verdict?: Database['public']['Enums']['verdict'];
          verification_id?: string;
          visited_on?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'verifications_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: false;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          },
          {
            foreignKeyName: 'verifications_file_id_fkey';
            columns: ['file_id'];
            isOneToOne: false;
            referencedRelation: 'files';
            referencedColumns: ['file_id'];
          }
        ];
      };
      verified_results: {
        Row: {
          assessment_id: string;
          checked: number;
          held_criteria: string[];
          level: number;
          pillar_levels: number[];
          pillar_points: number[];
          points: number;
          result: Json;
          share: number;
          updated_at: string;
        };
        Insert: {
          assessment_id: string;
          checked: number;
          held_criteria: string[];
          level: number;
          pillar_levels: number[];
          pillar_points: number[];
          points: number;
          result: Json;
          share: number;
          updated_at?: string;
        };
        Update: {
          assessment_id?: string;
          checked?: number;
          held_criteria?: string[];
          level?: number;
          pillar_levels?: number[];
          pillar_points?: number[];
          points?: number;
          result?: Json;
          share?: number;
          updated_at?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'verified_results_assessment_id_fkey';
            columns: ['assessment_id'];
            isOneToOne: true;
            referencedRelation: 'assessments';
            referencedColumns: ['assessment_id'];
          }
        ];
      };
    };
    Views: Record<never, never>;
    Functions: {
      abuse_flags: { Args: { about?: string | null }; Returns: Json };
      accept_allocation: { Args: { allocation_run_id: string; pairs: number[] }; Returns: Json };
      add_assignment_evidence: {
        Args: { assignment_id: string; note?: string | null; link?: string | null; file_id?: string | null };
        Returns: string;
      };
      add_file: {
        Args: {
          file_id: string;
          enterprise_id: string;
          name: string;
          content_type: string;
          size: number;
          sha256: string;
        };
        Returns: string;
      };
      advance_assignment: {
        Args: { assignment_id: string; step: string; revision: number; details?: Json };
        Returns: Json;
      };
      advance_lead: { Args: { lead_id: string; step: string; revision: number; details?: Json }; Returns: Json };
      answer_feedback: { Args: { feedback_id: string; answer: string }; Returns: undefined };
      apply_for_package: {
        Args: {
          package_id: string;
          enterprise_id: string;
          own_contribution: number;
          person_in_charge: string;
          need?: string | null;
        };
        Returns: string;
      };
      ask_next_provider: { Args: { need_id: string }; Returns: string };
      assign_feedback: { Args: { feedback_id: string; user_id: string }; Returns: undefined };
      begin_outbox: { Args: { outbox_id: string; attempt: number }; Returns: boolean };
      call_off_course_session: { Args: { course_session_id: string; reason: string }; Returns: number };
      cancel_course_registration: { Args: { course_registration_id: string }; Returns: undefined };
      cancel_enterprise_invitation: { Args: { invitation_id: string }; Returns: undefined };
      cancel_provider_invitation: { Args: { invitation_id: string }; Returns: undefined };
      cancel_staff_invitation: { Args: { invitation_id: string }; Returns: undefined };
      claim_outbox: {
        Args: Record<PropertyKey, never>;
        Returns: {
          outbox_id: string;
          attempts: number;
          email: string;
          locale: string;
          kind: string;
          parameters: Json;
          link: string | null;
          unsubscribe: string | null;
        }[];
      };
      clear_outbox: { Args: Record<PropertyKey, never>; Returns: number };
      close_feedback: { Args: { feedback_id: string; note?: string | null }; Returns: undefined };
      close_need: { Args: { need_id: string }; Returns: undefined };
      count_quick_check: { Args: { unit_id?: string | null }; Returns: undefined };
      create_enterprise_invitation: {
        Args: { enterprise_id: string; role?: Database['public']['Enums']['member_role']; label?: string | null };
        Returns: string;
      };
      create_provider_invitation: { Args: { provider_id: string; label?: string | null }; Returns: string };
      create_report: { Args: { programme_id: string; period_start: string; period_end: string }; Returns: string };
      create_share_link: { Args: { assessment_id: string; days?: number }; Returns: string };
      decide_enterprise_request: {
        Args: { request_id: string; approve: boolean; reason?: string | null };
        Returns: undefined;
      };
      decide_mails: { Args: { outbox_ids: string[]; step: string }; Returns: number };
      decide_nomination: {
        Args: { nomination_id: string; recognise: boolean; revision: number; details?: Json };
        Returns: undefined;
      };
      delete_my_account: { Args: Record<PropertyKey, never>; Returns: undefined };
      delete_questionnaire_draft: { Args: { version_id: string }; Returns: undefined };
      discard_article: { Args: { article_id: string; revision: number }; Returns: undefined };
      discard_assessment: { Args: { assessment_id: string }; Returns: undefined };
      discard_report: { Args: { report_id: string }; Returns: undefined };
      enterprises_for_package: {
        Args: { package_id: string; filters?: Json; after?: Json | null; size?: number };
        Returns: {
          enterprise_id: string;
          name: string;
          tax_code: string | null;
          kind: Database['public']['Enums']['enterprise_kind'];
          size_class: Database['public']['Enums']['size_class'] | null;
          section_id: string;
          unit_id: string;
          district_id: string | null;
          latest_assessment_id: string | null;
          latest_submitted_at: string | null;
          latest_level: number | null;
          latest_points: number | null;
          is_sample: boolean;
          fits: boolean | null;
          matches: boolean | null;
          verified_ok: boolean | null;
          failed: Json | null;
          sort_key: string | null;
        }[];
      };
      expire_offers: { Args: Record<PropertyKey, never>; Returns: number };
      export_my_data: { Args: Record<PropertyKey, never>; Returns: Json };
      feedback_handlers: { Args: { feedback_id?: string | null }; Returns: Json };
      files_off_record: { Args: { file_ids: string[] }; Returns: string[] };
      finalise_report: { Args: { report_id: string; revision: number }; Returns: undefined };
      finish_outbox: {
        Args: { outbox_id: string; attempt: number; outcome: string; error?: string | null };
        Returns: undefined;
      };
      give_lead_consents: {
        Args: { need_id: string; provider_ids: string[]; version: number; locale: string; fields: string[] };
        Returns: string;
      };
      give_story_consent: { Args: { enterprise_id: string; version: number; locale: string }; Returns: undefined };
      invite_staff: {
        Args: { email: string; roles: Database['public']['Enums']['staff_role'][]; unit_ids?: string[] };
        Returns: string;
      };
      join_enterprise: { Args: { code: string; tax_code?: string | null }; Returns: string };
      join_provider: { Args: { code: string }; Returns: string };
      list_assessments: {
        Args: { filters?: Json; sort?: string; after?: Json | null; size?: number };
        Returns: {
          assessment_id: string | null;
          enterprise_id: string;
          name: string;
          tax_code: string | null;
          kind: Database['public']['Enums']['enterprise_kind'];
          unit_id: string;
          district_id: string | null;
          section_id: string;
          size_class: Database['public']['Enums']['size_class'] | null;
          state: Database['public']['Enums']['assessment_state'];
          entry: Database['public']['Enums']['entry_mode'];
          started_at: string;
          changed_at: string;
          submitted_at: string | null;
          points: number | null;
          level: number | null;
          is_sample: boolean;
          verified_level: number | null;
          verified_share: number | null;
          sort_key: string | null;
        }[];
      };
      list_assignments: {
        Args: { filters?: Json; after?: string | null; size?: number };
        Returns: {
          assignment_id: string;
          state: Database['public']['Enums']['assignment_state'];
          revision: number;
          package_id: string;
          code: string;
          name_vi: string;
          name_en: string | null;
          enterprise_id: string;
          name: string;
          unit_id: string;
          is_sample: boolean;
          proposed_at: string;
          offer_expires_at: string | null;
          since: string | null;
          state_amount: number;
          other_amount: number;
          approvable: boolean | null;
        }[];
      };
      list_candidates: {
        Args: { package_id: string; filters?: Json; after?: number; size?: number };
        Returns: {
          rank: number | null;
          enterprise_id: string;
          name: string;
          tax_code: string | null;
          kind: Database['public']['Enums']['enterprise_kind'];
          size_class: Database['public']['Enums']['size_class'] | null;
          unit_id: string;
          district_id: string | null;
          latest_level: number | null;
          is_sample: boolean;
          application_id: string | null;
          applied_at: string;
          need: string | null;
          assessed_at: string | null;
          facts: Json | null;
          parts: Json | null;
          points: number | null;
          weights_version: number;
          total: number | null;
        }[];
      };
      list_enterprise_members: {
        Args: { enterprise_id: string };
        Returns: {
          user_id: string;
          email: string;
          display_name: string | null;
          role: Database['public']['Enums']['member_role'];
          joined_at: string;
        }[];
      };
      list_enterprise_requests: {
        Args: Record<PropertyKey, never>;
        Returns: {
          request_id: string;
          enterprise_id: string;
          enterprise_name: string | null;
          user_id: string;
          email: string;
          display_name: string | null;
          message: string | null;
          state: string;
          created_at: string;
        }[];
      };
      list_enterprises: {
        Args: { filters?: Json; sort?: string; after?: Json | null; size?: number };
        Returns: {
          enterprise_id: string;
          name: string;
          tax_code: string | null;
          kind: Database['public']['Enums']['enterprise_kind'];
          size_class: Database['public']['Enums']['size_class'] | null;
          section_id: string;
          unit_id: string;
          district_id: string | null;
          latest_assessment_id: string | null;
          latest_submitted_at: string | null;
          latest_level: number | null;
          latest_points: number | null;
          is_sample: boolean;
          created_at: string;
          sort_key: string | null;
        }[];
      };
      list_mails: {
        Args: { state: string; before?: string | null; size?: number };
        Returns: {
          outbox_id: string;
          kind: string;
          address: string | null;
          state: string;
          created_at: string;
          attempts: number;
          next_attempt_at: string;
          last_error: string | null;
        }[];
      };
      list_programme_firms: {
        Args: { programme_id: string; measure: string; filters?: Json; after?: Json | null; size?: number };
        Returns: {
          enterprise_id: string;
          name: string;
          kind: Database['public']['Enums']['enterprise_kind'];
          size_class: Database['public']['Enums']['size_class'] | null;
          section_id: string;
          district_id: string | null;
          unit_id: string;
          latest_level: number | null;
          is_sample: boolean;
          reached_on: string | null;
        }[];
      };
      list_provider_members: {
        Args: { provider_id: string };
        Returns: { user_id: string; email: string; display_name: string | null }[];
      };
      list_users: {
        Args: {
          search?: string | null;
          staff_only?: boolean;
          after?: string | null;
          size?: number;
          user_id?: string | null;
        };
        Returns: {
          user_id: string;
          email: string;
          display_name: string | null;
          roles: Database['public']['Enums']['staff_role'][];
          unit_ids: string[];
          disabled_at: string | null;
          created_at: string;
          last_sign_in_at: string | null;
        }[];
      };
      log_export: { Args: { kind: string; filters: Json; rows: number }; Returns: undefined };
      mail_overview: { Args: Record<PropertyKey, never>; Returns: Json };
      mark_notifications_read: { Args: { notification_ids?: string[] | null }; Returns: number };
      moderate_rating: { Args: { lead_id: string; side: string; shown: boolean }; Returns: undefined };
      my_courses: { Args: Record<PropertyKey, never>; Returns: Json };
      my_priority: { Args: { application_id: string }; Returns: Json };
      my_roles: { Args: Record<PropertyKey, never>; Returns: Json };
      need_demand: { Args: Record<PropertyKey, never>; Returns: Json };
      nominate: { Args: { programme_id: string; enterprise_id: string; reason: string }; Returns: string };
      nomination_standing: { Args: { nomination_id: string }; Returns: Json };
      open_assessment: { Args: { assessment_id: string }; Returns: Json };
      open_lead: { Args: { lead_id: string }; Returns: Json };
      package_changes: { Args: { package_id: string }; Returns: Json };
      package_counts: {
        Args: { package_ids: string[] };
        Returns: { package_id: string; used: number | null; places_left: number | null; fits: number | null }[];
      };
      packages_for_enterprise: {
        Args: { enterprise_id: string };
        Returns: {
          package_id: string;
          code: string;
          name_vi: string;
          name_en: string | null;
          gives_vi: string;
          gives_en: string;
          is_sample: boolean;
          opens_on: string | null;
          closes_on: string | null;
          pillar_ids: string[];
          index_ids: string[];
          places: number | null;
          places_left: number | null;
          matches: boolean | null;
          verified_ok: boolean | null;
          conditions: Json | null;
          contents: Json | null;
        }[];
      };
      prepare_outbox: { Args: Record<PropertyKey, never>; Returns: boolean };
      programme_dashboard: { Args: { programme_id: string; filters?: Json }; Returns: Json };
      progress_summary: { Args: Record<PropertyKey, never>; Returns: Json };
      propose_assignment: {
        Args: {
          package_id: string;
          enterprise_id: string;
          application_id?: string | null;
          override_reason?: string | null;
        };
        Returns: string;
      };
      propose_many: {
        Args: { package_id: string; enterprise_ids: string[]; reason?: string | null; preview?: boolean };
        Returns: Json;
      };
      provider_directory: { Args: { filters?: Json }; Returns: Json };
      provider_leads: { Args: { provider_id: string }; Returns: Json };
      provider_ranking: { Args: Record<PropertyKey, never>; Returns: Json };
      providers_for_need: { Args: { need_id: string }; Returns: Json };
      publish_feedback: {
        Args: { feedback_id: string; published: boolean; question?: string | null };
        Returns: undefined;
      };
      publish_questionnaire: { Args: { version_id: string }; Returns: undefined };
      publish_story: { Args: { nomination_id: string; published: boolean }; Returns: undefined };
      published_feedback: { Args: Record<PropertyKey, never>; Returns: Json };
      published_stories: { Args: Record<PropertyKey, never>; Returns: Json };
      rate_feedback: { Args: { code: string; rating: number }; Returns: boolean };
      rate_lead: { Args: { lead_id: string; score: number; body?: string | null }; Returns: undefined };
      read_result: { Args: { assessment_id: string }; Returns: Json };
      read_shared_result: { Args: { token: string }; Returns: Json };
      read_unsubscribe: { Args: { token: string }; Returns: string };
      record_allocation_run: { Args: { allocation_run_id: string; state: string; result: Json }; Returns: undefined };
      record_awareness: {
        Args: {
          tax_codes: string[];
          kind: string;
          held_on: string;
          title: string;
          names?: string[];
          unit_id?: string | null;
          new_firms?: Json | null;
        };
        Returns: Json;
      };
      refresh_programme_counts: { Args: Record<PropertyKey, never>; Returns: undefined };
      register_enterprise: { Args: { details: Json }; Returns: Json };
      register_for_course: {
        Args: { course_session_id: string; enterprise_id: string; display_name: string };
        Returns: string;
      };
      register_provider: { Args: { details: Json }; Returns: string };
      reject_application: { Args: { application_id: string; reason: string }; Returns: undefined };
      remind_follow_ups: { Args: Record<PropertyKey, never>; Returns: number };
      remove_awareness_event: { Args: { awareness_event_id: string; reason?: string | null }; Returns: undefined };
      remove_deadline: { Args: { deadline_id: string }; Returns: undefined };
      remove_enterprise_member: { Args: { enterprise_id: string; user_id: string }; Returns: undefined };
      remove_hotline: { Args: { hotline_id: string }; Returns: undefined };
      remove_provider_member: { Args: { provider_id: string; user_id: string }; Returns: undefined };
      remove_public_holiday: { Args: { date: string }; Returns: undefined };
      report_mail_server: { Args: { error?: string | null }; Returns: undefined };
      request_enterprise: { Args: { tax_code: string; message?: string | null }; Returns: string };
      retire_questionnaire: { Args: { version_id: string }; Returns: undefined };
      return_assessment: { Args: { assessment_id: string; reason?: string | null }; Returns: undefined };
      review_provider: {
        Args: {
          provider_id: string;
          revision: number;
          step: string;
          reason?: string | null;
          approved_until?: string | null;
        };
        Returns: number;
      };
      review_solution: {
        Args: {
          solution_id: string;
          revision: number;
          step: string;
          reason?: string | null;
          approved_until?: string | null;
        };
        Returns: number;
      };
      revoke_share_link: { Args: { share_link_id: string }; Returns: undefined };
      run_lead_clock: { Args: Record<PropertyKey, never>; Returns: Json };
      save_answers: { Args: { assessment_id: string; patch: Json }; Returns: Json };
      save_article: { Args: { article_id: string; details: Json; revision?: number | null }; Returns: string };
      save_course: { Args: { course_id: string; details: Json; revision?: number | null }; Returns: string };
      save_course_session: { Args: { course_session_id: string; course_id: string; details: Json }; Returns: string };
      save_deadline: { Args: { programme_id: string; who: string; what: string; due_on: string }; Returns: string };
      save_hotline: { Args: { hotline_id: string; details: Json }; Returns: string };
      save_package: { Args: { package_id: string; details: Json; revision?: number | null }; Returns: Json };
      save_public_holiday: {
        Args: { date: string; name_vi: string; name_en: string; provisional?: boolean };
        Returns: undefined;
      };
      save_questionnaire_draft: { Args: { document: Json; note?: string | null }; Returns: string };
      save_report: { Args: { report_id: string; details: Json; revision: number }; Returns: undefined };
      save_solution: {
        Args: { provider_id: string; details: Json; solution_id?: string | null; revision?: number | null };
        Returns: string;
      };
      save_story: { Args: { nomination_id: string; details: Json; revision?: number }; Returns: number };
      schema_version: { Args: Record<PropertyKey, never>; Returns: string };
      score_nomination: { Args: { nomination_id: string; score: number; comment?: string | null }; Returns: undefined };
      send_lead_message: { Args: { lead_id: string; body: string }; Returns: string };
      session_link: { Args: { course_session_id: string }; Returns: string };
      set_allotment: {
        Args: {
          programme_id: string;
          line_code: string;
          year: number;
          source: string;
          amount: number;
          revision?: number;
        };
        Returns: number;
      };
      set_article_published: {
        Args: { article_id: string; published: boolean; revision: number; publish_on?: string | null };
        Returns: undefined;
      };
      set_assignment_items: { Args: { assignment_id: string; items: Json; revision: number }; Returns: number };
      set_attendance: { Args: { course_session_id: string; registration_ids: string[] }; Returns: number };
      set_course_state: { Args: { course_id: string; state: string }; Returns: undefined };
      set_deadline_done: { Args: { deadline_id: string; done_on?: string | null }; Returns: undefined };
      set_lead_rules: {
        Args: { response_days: number; remind_after_days: number; consent_months: number; version: number };
        Returns: number;
      };
      set_mail_choice: { Args: { choice: string }; Returns: undefined };
      set_nomination_rules: { Args: { programme_id: string; details: Json; revision: number }; Returns: undefined };
      set_package_state: {
        Args: { package_id: string; state: Database['public']['Enums']['package_state']; revision: number };
        Returns: number;
      };
      set_priority_weights: { Args: { weights: Json; version: number; note?: string | null }; Returns: number };
      set_registered_count: {
        Args: { unit_id: string; year: number; count: number; source?: string | null };
        Returns: undefined;
      };
      set_staff_roles: {
        Args: { user_id: string; roles: Database['public']['Enums']['staff_role'][]; unit_ids?: string[] };
        Returns: undefined;
      };
      set_target_path: { Args: { programme_id: string; target_id: string; values: Json }; Returns: undefined };
      set_user_disabled: { Args: { user_id: string; disabled: boolean }; Returns: undefined };
      start_allocation_run: { Args: { package_ids: string[]; quotas?: Json }; Returns: string };
      start_assessment: { Args: { enterprise_id: string; questionnaire?: string }; Returns: string };
      state_need: { Args: { enterprise_id: string; details: Json }; Returns: string };
      submit_assessment: { Args: { assessment_id: string }; Returns: Json };
      submit_feedback: { Args: { details: Json }; Returns: Json };
      take_limit: { Args: { bucket: string; key: string }; Returns: boolean };
      track_feedback: { Args: { code: string }; Returns: Json };
      unsubscribe: { Args: { token: string }; Returns: boolean };
      update_enterprise: { Args: { enterprise_id: string; details: Json; revision: number }; Returns: number };
      update_provider: { Args: { provider_id: string; details: Json; revision: number }; Returns: number };
      verify_criteria: { Args: { assessment_id: string; findings: Json }; Returns: Json };
      withdraw_application: { Args: { application_id: string }; Returns: undefined };
      withdraw_lead_consent: { Args: { consent_id: string }; Returns: undefined };
      withdraw_nomination: { Args: { nomination_id: string; reason: string }; Returns: undefined };
      withdraw_solution: { Args: { solution_id: string; revision: number }; Returns: number };
      withdraw_story_consent: { Args: { enterprise_id: string }; Returns: undefined };
    };
    Enums: {
      assessment_state: 'draft' | 'awaiting_confirmation' | 'submitted' | 'discarded';
      assignment_state:
        | 'proposed'
        | 'offered'
        | 'accepted'
        | 'approved'
        | 'in_progress'
        | 'delivered'
        | 'completed'
        | 'declined'
        | 'cancelled'
        | 'expired';
      enterprise_kind: 'startup_project' | 'household' | 'startup' | 'enterprise' | 'cooperative' | 'cooperative_group';
      entry_mode: 'self' | 'assisted';
      lead_state:
        | 'new'
        | 'viewed'
        | 'accepted'
        | 'contacted'
        | 'quoted'
        | 'won'
        | 'reported'
        | 'delivered'
        | 'declined'
        | 'expired'
        | 'lost'
        | 'withdrawn'
        | 'disputed';
      member_role: 'owner' | 'member';
      nomination_state: 'nominated' | 'recognised' | 'not_recognised' | 'withdrawn';
      package_state: 'draft' | 'open' | 'closed';
      price_model: 'free' | 'once' | 'monthly' | 'yearly' | 'use' | 'quote';
      provider_state: 'submitted' | 'changes_wanted' | 'approved' | 'suspended';
      size_class: 'micro' | 'small' | 'medium' | 'large';
      solution_state: 'submitted' | 'changes_wanted' | 'approved' | 'suspended' | 'withdrawn';
      staff_role: 'officer' | 'manager' | 'district_officer' | 'administrator';
      verdict: 'confirmed' | 'corrected' | 'rejected';
      version_state: 'draft' | 'published' | 'retired';
    };
    CompositeTypes: Record<never, never>;
  };
};

type Public = Database['public'];

/** A row as it is read from a table. */
export type Tables<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Row'];
/** A row as it is added. */
export type TablesInsert<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Insert'];
/** A change of a row. */
export type TablesUpdate<Name extends keyof Public['Tables']> = Public['Tables'][Name]['Update'];
export type Enums<Name extends keyof Public['Enums']> = Public['Enums'][Name];
/** A row that a function returns. */
export type FunctionRow<Name extends keyof Public['Functions']> =
  Public['Functions'][Name]['Returns'] extends (infer Row)[] ? Row : Public['Functions'][Name]['Returns'];
